import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byNight, followingTheme, turnToNight } from '#app/charts/night.ts'
import { gradeColours, ink, series } from '#app/charts/theme.ts'

const css = readFileSync('app/styles/app.css', 'utf8')
const day: Record<string, string> = {}
const night: Record<string, string> = {}
for (const [, name = '', light = '', dark = ''] of css.matchAll(
  /--color-([\w-]+): var\(--day, (#\w{6})\) var\(--night, (#\w{6})\)/g,
)) {
  day[name] = light
  night[name] = dark
}

type Rgb = readonly [number, number, number]

/** Linear light, as WCAG 2 reckons. */
function light(hex: string): Rgb {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((from) => {
    const channel = Number.parseInt(hex.slice(from, from + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return [r, g, b]
}
const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(light(one)), luminance(light(other))].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const times = (matrix: readonly Rgb[], [x, y, z]: Rgb): Rgb => {
  const [one = 0, two = 0, three = 0] = matrix.map(([a, b, c]) => a * x + b * y + c * z)
  return [one, two, three]
}

/** What eyes make of a colour, in linear light; the two kinds of colour-blindness after Machado 2009, in full. */
const eyes: Readonly<Record<string, (seen: Rgb) => Rgb>> = {
  'full colour vision': (seen) => seen,
  protanopia: (seen) =>
    times(
      [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ],
      seen,
    ),
  deuteranopia: (seen) =>
    times(
      [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
      ],
      seen,
    ),
}

/** CIE L*a*b* of linear light under D65. */
function lab(seen: Rgb): Rgb {
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116)
  const [x, y, z] = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    seen,
  )
  return [116 * f(y) - 16, 500 * (f(x / 0.9505) - f(y)), 200 * (f(y) - f(z / 1.089))]
}
const apart = (one: Rgb, other: Rgb) => Math.hypot(...one.map((axis, at) => axis - (other[at] ?? 0)))

const pairs = (colours: readonly string[]) =>
  colours.flatMap((one, at) => colours.slice(at + 1).map((other) => [one, other] as const))
const neighbours = (colours: readonly string[]) =>
  colours.slice(1).map((colour, at) => [colours[at] ?? colour, colour] as const)

const words = ['ink', 'muted', 'accent', 'good', 'warn', 'bad']

describe.each([
  ['by day', day, (colour: string) => colour],
  ['by night', night, byNight],
] as const)('%s', (_when, page, drawn) => {
  test.each(words)('%s reads at AA on every ground that it stands on', (name) => {
    const soft = `${name}-soft`
    const grounds = ['paper', 'surface', ...(soft in page ? [soft] : [])]
    for (const ground of grounds) expect(contrast(page[name] ?? '', page[ground] ?? '')).toBeGreaterThan(4.5)
  })

  test('a button is read on its accent, and words of a chart on its frame', () => {
    expect(contrast(page.surface ?? '', page.accent ?? '')).toBeGreaterThan(4.5)
    for (const colour of [ink.text, ink.muted])
      expect(contrast(drawn(colour), page.surface ?? '')).toBeGreaterThan(4.5)
  })

  test.each(Object.keys(eyes))('series are told apart by %s', (kind) => {
    const seen = (colour: string) => lab(eyes[kind]?.(light(drawn(colour))) ?? [0, 0, 0])
    for (const [one, other] of pairs(series))
      expect(apart(seen(one), seen(other)), `${one} ${other}`).toBeGreaterThan(10)
    for (const [one, other] of pairs(Object.values(gradeColours)))
      expect(apart(seen(one), seen(other)), `${one} ${other}`).toBeGreaterThan(10)
  })

  test('marks that stand beside each other are told apart in grey', () => {
    const grey = (colour: string) => lab([1, 1, 1].map(() => luminance(light(drawn(colour)))) as never)[0]
    for (const [one, other] of [...neighbours(series), ...neighbours(Object.values(gradeColours))])
      expect(Math.abs(grey(one) - grey(other)), `${one} ${other}`).toBeGreaterThan(5)
  })
})

test('no file but the theme writes a colour of its own', () => {
  const written = readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && file !== path.join('charts', 'theme.ts'))
    .flatMap((file) =>
      (
        readFileSync(path.join('app', file), 'utf8').match(
          /(?<=['"`[(,:\s])#(?:[\da-f]{6}|[\da-f]{3})\b(?!\()/gi,
        ) ?? []
      ).map((one) => `${file}: ${one}`),
    )
  expect(written).toEqual([])
})

test('the page and its charts have one ink', () => {
  expect(ink).toMatchObject({ text: day.ink, muted: day.muted, line: day.line, surface: day.surface })
  for (const name of ['surface', ...words]) expect(night[name]).toBe(byNight(day[name] ?? ''))
})

const channel = fc.integer({ min: 0, max: 255 })
const colour = fc
  .tuple(channel, channel, channel)
  .map((channels) => `#${channels.map((one) => one.toString(16).padStart(2, '0')).join('')}`)

test('what is darker by day is lighter by night', () => {
  const greys = fc.tuple(channel, channel).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  const grey = (one: number) => `#${one.toString(16).padStart(2, '0').repeat(3)}`
  fc.assert(
    fc.property(greys, ([dark, pale]) => {
      expect(luminance(light(byNight(grey(dark))))).toBeGreaterThanOrEqual(
        luminance(light(byNight(grey(pale)))),
      )
    }),
  )
})

test('every colour of a drawing has its two sides, and words keep theirs', () => {
  fc.assert(
    fc.property(colour, (one) => {
      const drawn = followingTheme(`<path fill="${one}" stroke="none"/><text fill="${one}">${one}</text>`)
      const both = `var(--day,${one}) var(--night,${byNight(one)})`
      expect(drawn).toBe(`<path fill="${both}" stroke="none"/><text fill="${both}">${one}</text>`)
      expect(byNight(one)).toMatch(/^#[\da-f]{6}$/)
    }),
  )
})

test('an option turns its colours only', () => {
  const option = {
    color: ['#ffffff', '#1d2733'],
    series: [{ name: '#1d2733', itemStyle: { borderColor: '#1d2733', color: { r: 1 } }, data: [1, null] }],
  }
  turnToNight(option)
  expect(option).toEqual({
    color: [night.surface, night.ink],
    series: [{ name: '#1d2733', itemStyle: { borderColor: night.ink, color: { r: 1 } }, data: [1, null] }],
  })
})
