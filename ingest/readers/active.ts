import type { Content } from './table.ts'

/** Parts of a package that run: Word's and Excel's macros of either age. Names are in lower case. */
const macros = /(?:^|\/)vbaproject[^/]*\.bin$|^xl\/(?:intl)?macrosheets\//
/** Parts that start another program when they are opened; a chart's own figures are none. */
const objects = /\/embeddings\/oleobject[^/]*$|\/activex\//

/** Streams and folders at the top of a compound file. */
const macroFolders = ['Macros', '_VBA_PROJECT_CUR', '_VBA_PROJECT', 'VBA']
const objectFolder = /^(?:ObjectPool|MBD[0-9A-F]{8})$/

/** Says of a package's content what runs in it, by the names of its parts. */
export const toldOfParts = (content: Content, names: readonly string[]): Content =>
  told(content, {
    macros: names.some((name) => macros.test(name)),
    objects: names.some((name) => objects.test(name)),
  })

/** The same of a compound file, by the names at its top. */
export const toldOfStreams = (content: Content, names: readonly string[]): Content =>
  told(content, {
    macros: names.some((name) => macroFolders.includes(name)),
    objects: names.some((name) => objectFolder.test(name)),
  })

function told(content: Content, found: Record<'macros' | 'objects', boolean>): Content {
  const holds = (['macros', 'objects'] as const).filter((kind) => found[kind])
  return holds.length > 0 ? { ...content, holds } : content
}
