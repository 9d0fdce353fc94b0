/** Lightness by night: white paper comes to stand as dark as a lamp-lit room, ink nearly as bright as paper was. */
const [paperByNight, steep] = [0.25, 0.93]

const hexOrRgb = /#[\da-f]{6}\b|#[\da-f]{3}\b|rgba?\([\d., ]+\)/gi
const known = new Map<string, string>()

/**
 * A colour as it stands on a dark page: the same hue with its lightness turned over in Oklab (Ottosson 2020), so
 * that what stood out by day stands out by night, and colours between two others stay between them.
 */
export function byNight(colour: string): string {
  const before = known.get(colour)
  if (before !== undefined) return before
  const { channels, alpha } = partsOf(colour)
  const [lightness, a, b] = oklabOf(channels)
  const turned = Math.min(0.97, Math.max(0, paperByNight + steep * (1 - lightness)))
  const shown = withinGamut(turned, a, b)
  const night =
    alpha === null
      ? `#${shown.map((one) => one.toString(16).padStart(2, '0')).join('')}`
      : `rgba(${shown.join(',')},${alpha})`
  // Gradients have many colours; nothing is gained by keeping all that there ever were.
  if (known.size > 5_000) known.clear()
  known.set(colour, night)
  return night
}

/** A drawing whose colours follow the page's theme; app.css says which of each two holds. */
export const followingTheme = (svg: string): string =>
  svg.replaceAll(/((?:fill|stroke|stop-color)(?:="|:))([^";]+)/g, (whole, name: string, colour: string) =>
    new RegExp(`^(?:${hexOrRgb.source})$`, 'i').test(colour)
      ? `${name}var(--day,${colour}) var(--night,${byNight(colour)})`
      : whole,
  )

/** Turns the colours of a chart's option, in place: all that a key says is a colour, and lists of them. */
export function turnToNight(option: unknown): void {
  if (typeof option !== 'object' || option === null) return
  for (const [key, value] of Object.entries(option)) {
    if (/color$/i.test(key)) Reflect.set(option, key, turned(value))
    else if (key !== 'dimensions') turnToNight(value)
  }
}

function turned(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(hexOrRgb, byNight)
  if (Array.isArray(value)) return value.map(turned)
  turnToNight(value)
  return value
}

function partsOf(colour: string): { channels: readonly number[]; alpha: string | null } {
  if (!colour.startsWith('#')) {
    const numbers = colour.match(/[\d.]+/g) ?? []
    return { channels: numbers.slice(0, 3).map(Number), alpha: numbers[3] ?? null }
  }
  const digits = colour.length === 4 ? colour.slice(1).replaceAll(/./g, '$&$&') : colour.slice(1)
  return {
    channels: [0, 2, 4].map((from) => Number.parseInt(digits.slice(from, from + 2), 16)),
    alpha: null,
  }
}

const linear = (channel: number) =>
  channel <= 10.31475 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4
const channelOf = (light: number) =>
  255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055)

/** Lightness from 0 to 1, green to red, blue to yellow. */
function oklabOf(channels: readonly number[]): [number, number, number] {
  const [r = 0, g = 0, b = 0] = channels.map(linear)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function channelsOf(lightness: number, a: number, b: number): number[] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map(channelOf)
}

/** The colour that a screen can show: paler by steps where the hue has none so strong. */
function withinGamut(lightness: number, a: number, b: number): number[] {
  for (let strength = 1; strength > 0; strength -= 0.05) {
    const channels = channelsOf(lightness, a * strength, b * strength)
    if (channels.every((one) => one >= -0.5 && one <= 255.5))
      return channels.map((one) => Math.min(255, Math.max(0, Math.round(one))))
  }
  return channelsOf(lightness, 0, 0).map((one) => Math.min(255, Math.max(0, Math.round(one))))
}
