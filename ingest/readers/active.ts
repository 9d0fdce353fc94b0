import type { Content, Held } from './table.ts'
import type { Zip } from './zip.ts'

/** Parts of a package that run: Word's and Excel's macros of either age. Names are in lower case. */
const macros = /(?:^|\/)vbaproject[^/]*\.bin$|^xl\/(?:intl)?macrosheets\//
/** Parts that start another program when they are opened; a chart's own figures are none. */
const objects = /\/embeddings\/oleobject[^/]*$|\/activex\//

/** Streams and folders at the top of a compound file. */
const macroFolders = ['Macros', '_VBA_PROJECT_CUR', '_VBA_PROJECT', 'VBA']
const objectFolder = /^(?:ObjectPool|MBD[0-9A-F]{8})$/

/** Links of a workbook to others; those that start a program say so inside. */
const links = /^xl\/externallinks\/externallink[^/]*\.xml$/

/** Fields that have Word start a program or take over another file when they are brought up to date. */
export const callsOut = (instruction: string) =>
  /^\s*(?:dde(?:auto)?|link|includetext|import|database)\s/i.test(instruction)

/** Says of a package's content what runs in it, by its parts. */
export const toldOfParts = (content: Content, { names, part }: Pick<Zip, 'names' | 'part'>): Content =>
  told(content, {
    macros: names.some((name) => macros.test(name)),
    objects: names.some((name) => objects.test(name)),
    calls: names.some(
      (name) => links.test(name) && /<(?:\w+:)?ddeLink[\s>]/.test(Buffer.from(part(name) ?? []).toString()),
    ),
  })

/** The same of a compound file, by the names at its top. */
export const toldOfStreams = (content: Content, names: readonly string[]): Content =>
  told(content, {
    macros: names.some((name) => macroFolders.includes(name)),
    objects: names.some((name) => objectFolder.test(name)),
  })

/** The content with what else was found in it. */
export function told(content: Content, found: Partial<Record<Held, boolean>>): Content {
  const isHeld = (kind: Held) => found[kind] || content.holds?.includes(kind)
  const holds = kinds.filter(isHeld)
  return holds.length > 0 ? { ...content, holds } : content
}
const kinds = ['macros', 'objects', 'calls', 'hidden', 'folded', 'uncalculated'] as const
