import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'

const fixedTime = new Date(2024, 0, 1)
const contentTypes = '[Content_Types].xml'
const fixedStamp = '2024-01-01T00:00:00Z'

const scrubbed = (xml: string) => xml.replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${fixedStamp}`)

/** The same Office file without the moment it was written in, so that equal content is equal bytes. */
export function timeless(bytes: Uint8Array): Uint8Array {
  const entries = Object.entries(unzipSync(bytes))
    .filter(([path]) => !path.endsWith('/'))
    // Programs that tell files by their first bytes look for this entry at the front.
    .toSorted(([left], [right]) => Number(right === contentTypes) - Number(left === contentTypes))
    .map(([path, content]) => [
      path,
      path === 'docProps/core.xml' ? strToU8(scrubbed(strFromU8(content))) : content,
    ])
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: fixedTime })
}
