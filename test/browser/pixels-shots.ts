import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { deflateSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'

export const references = path.join(import.meta.dirname, 'pixels')
export const languages = ['zh', 'en'] as const
const themes = ['light', 'dark'] as const
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const

/** Every page, by the name of its pictures; those of one project and one document are found on the lists. */
const pages = {
  overview: '/',
  targets: '/compare/targets',
  'unit-cost': '/compare/unit-cost',
  satisfaction: '/compare/satisfaction',
  scores: '/compare/scores',
  'side-by-side': '/compare/side-by-side',
  funds: '/funds',
  findings: '/findings',
  projects: '/projects',
  indicators: '/indicators',
  documents: '/documents',
  views: '/views',
  basket: '/basket',
  upload: '/upload',
  choices: '/choices?field=programme',
  wall: '/wall?at=2',
  empty: '/compare/targets?year=1990',
} as const

/** One page in one language. */
export interface Scene {
  name: string
  language: (typeof languages)[number]
  path: string
}

/** All pages in both languages. */
export async function scenesOf(browser: Browser, address: string): Promise<Scene[]> {
  const page = await browser.newPage({ javaScriptEnabled: false })
  const first = async (list: string, start: string) => {
    await page.goto(address + list)
    const href = await page.locator(`main a[href^="${start}"]`).first().getAttribute('href')
    return (href ?? '/').replace(/#.*/, '')
  }
  const all = {
    ...pages,
    project: await first('/', '/projects/'),
    document: await first('/documents', '/documents/'),
  }
  await page.close()
  return languages.flatMap((language) =>
    Object.entries(all).map(([name, where]) => ({ name, language, path: where })),
  )
}

/** A picture and the name of its reference. */
export interface Shot {
  file: string
  png: Buffer
}

/**
 * The first screen of a page as it arrives, light and dark, wide and narrow. Scripts are off: what moves, and when,
 * is not what a picture tells. When it was published is covered, since it differs each time.
 */
export async function shotsOf(browser: Browser, address: string, scene: Scene): Promise<Shot[]> {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const url = new URL(scene.path, address)
  if (scene.language === 'en') url.searchParams.set('lang', 'en')
  await page.goto(url.href, { waitUntil: 'load' })
  const shots: Shot[] = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme })
      const png = await page.screenshot({ style: 'footer { visibility: hidden }' })
      shots.push({ file: `${scene.name}-${scene.language}-${theme}-${size.width}.png`, png })
    }
  }
  await context.close()
  return shots
}

/** A page to reckon with pictures in. */
export async function openCanvas(browser: Browser): Promise<Page> {
  const page = await browser.newPage()
  // The compiler of these scripts names functions by a helper that a page does not have.
  await page.evaluate('globalThis.__name = (named) => named')
  return page
}

/** Further apart than antialiasing and a reference's few colours, of 255. */
const seen = 40

/** How much of a picture differs from its reference, from 0 to 1; 1 where there is none, or one of another size. */
export async function difference(canvas: Page, { file, png }: Shot): Promise<number> {
  const reference = await readFile(path.join(references, file)).catch(() => null)
  if (reference === null) return 1
  return canvas.evaluate(
    async ([before, after, limit]) => {
      const read = async (text: string) => {
        const picture = new Image()
        picture.src = `data:image/png;base64,${text}`
        await picture.decode()
        const surface = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
        surface?.drawImage(picture, 0, 0)
        return surface?.getImageData(0, 0, picture.width, picture.height)
      }
      const [one, other] = [await read(before), await read(after)]
      if (!one || !other || one.width !== other.width || one.height !== other.height) return 1
      const bytes = [new Uint32Array(one.data.buffer), new Uint32Array(other.data.buffer)]
      let count = 0
      for (let at = 0; at < (bytes[0]?.length ?? 0); at += 1) {
        const a = bytes[0]?.[at] ?? 0
        const b = bytes[1]?.[at] ?? 0
        if (a === b) continue
        const apart = Math.max(
          Math.abs((a & 255) - (b & 255)),
          Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)),
          Math.abs(((a >> 16) & 255) - ((b >> 16) & 255)),
        )
        if (apart > limit) count += 1
      }
      return count / (one.width * one.height)
    },
    [reference.toString('base64'), png.toString('base64'), seen] as const,
  )
}

const Few = z.object({
  width: z.number(),
  height: z.number(),
  palette: z.array(z.number()),
  places: z.string(),
})

/** The same picture in its 256 most frequent colours, a fraction of the size. */
export async function inFewColours(canvas: Page, { png }: Shot): Promise<Buffer> {
  const { width, height, palette, places } = Few.parse(
    await canvas.evaluate(async (text) => {
      const picture = new Image()
      picture.src = `data:image/png;base64,${text}`
      await picture.decode()
      const surface = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
      surface?.drawImage(picture, 0, 0)
      const data = surface?.getImageData(0, 0, picture.width, picture.height).data ?? new Uint8ClampedArray()
      const counts = new Map<number, number>()
      const colours = new Uint32Array(data.length / 4)
      for (let at = 0; at < colours.length; at += 1) {
        const exact = ((data[4 * at] ?? 0) << 16) | ((data[4 * at + 1] ?? 0) << 8) | (data[4 * at + 2] ?? 0)
        colours[at] = exact
        counts.set(exact, (counts.get(exact) ?? 0) + 1)
      }
      const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256)
      const chosen = most.map(([colour]) => colour)
      const nearest = new Map(chosen.map((colour, place) => [colour, place]))
      const find = (colour: number) => {
        let [best, least] = [0, Number.POSITIVE_INFINITY]
        for (const [place, other] of chosen.entries()) {
          const apart =
            ((colour >> 16) - (other >> 16)) ** 2 +
            (((colour >> 8) & 255) - ((other >> 8) & 255)) ** 2 +
            ((colour & 255) - (other & 255)) ** 2
          if (apart < least) [best, least] = [place, apart]
        }
        nearest.set(colour, best)
        return best
      }
      let text64 = ''
      const bytes = Uint8Array.from(colours, (colour) => nearest.get(colour) ?? find(colour))
      for (let at = 0; at < bytes.length; at += 30_000)
        text64 += String.fromCharCode(...bytes.subarray(at, at + 30_000))
      return { width: picture.width, height: picture.height, palette: chosen, places: btoa(text64) }
    }, png.toString('base64')),
  )
  const pixels = Buffer.from(places, 'base64')
  const lines = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(y * width, (y + 1) * width)]),
  )
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  // Eight bits a pixel, each the place of its colour.
  head.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', head),
    chunk(
      'PLTE',
      Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk('IDAT', deflateSync(Buffer.concat(lines), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(content.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(checksum(named), named.length + 4)
  return framed
}

/** CRC-32, as PNG has it. */
function checksum(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}
