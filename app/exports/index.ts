import { type Words, w } from '#app/words.ts'
import type { Answer } from './answer.ts'
import { arrowBytes } from './arrow.ts'
import { withOrigins } from './citations.ts'
import { csvStream } from './csv.ts'
import { docxBytes } from './docx.ts'
import type { Exported } from './exported.ts'
import { pngBytes } from './png.ts'
import { pptxBytes } from './pptx.ts'
import type { Provenance } from './provenance.ts'
import { svgText } from './svg.ts'
import { metadataOf, type TypedColumn, typedColumns } from './typed.ts'
import { views } from './views.ts'
import { xlsxBytes } from './xlsx.ts'

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null

/** What only the engine can write; the route brings the warehouse's own. */
export interface Engine {
  parquetBytes(
    columns: readonly TypedColumn[],
    metadata: Readonly<Record<string, string>>,
  ): Promise<Uint8Array<ArrayBuffer>>
}

/** What a suffix stands for; `write` gives null where a view has nothing to show in this form. */
interface Writer {
  mediaType: string
  write(answer: Answer, provenance: Provenance, engine: Engine): Body | Promise<Body>
}

/** Writes rows with where each was read. */
const cited =
  (write: Writer['write']): Writer['write'] =>
  (answer, provenance, engine) =>
    write(withOrigins(answer, provenance.language), provenance, engine)

const writers: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['csv', { mediaType: 'text/csv; charset=utf-8', write: cited(csvStream) }],
  [
    'xlsx',
    {
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      write: cited(xlsxBytes),
    },
  ],
  [
    'parquet',
    {
      mediaType: 'application/vnd.apache.parquet',
      write: cited((answer, provenance, engine) =>
        engine.parquetBytes(typedColumns(answer), metadataOf(answer, provenance)),
      ),
    },
  ],
  ['arrow', { mediaType: 'application/vnd.apache.arrow.stream', write: cited(arrowBytes) }],
  [
    'pptx',
    {
      mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      write: (answer, provenance) => pptxBytes([{ answer, provenance }]),
    },
  ],
  [
    'docx',
    {
      mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      write: (answer, provenance) => docxBytes([{ answer, provenance }]),
    },
  ],
  ['svg', { mediaType: 'image/svg+xml', write: svgText }],
  ['png', { mediaType: 'image/png', write: pngBytes }],
])

/** The forms that several views can be had in together. */
const gatherers = new Map([
  ['pptx', pptxBytes],
  ['docx', docxBytes],
])

/** Several views as one file, where `basket.<suffix>` asks for them; null where it is another file. */
export function gathererNamed(file: string) {
  const [, suffix = ''] = /^basket\.(\w+)$/.exec(file) ?? []
  const write = gatherers.get(suffix)
  const mediaType = writers.get(suffix)?.mediaType
  return write && mediaType ? { suffix, mediaType, write } : null
}

/** What to say where a basket is empty. */
export const nothingGathered: Words = w(
  '素材篮里还没有视图：请先在页面上“加入素材篮”。',
  'The basket is empty: add views to it on the pages first.',
)

/** The view and the form that `<view>.<suffix>` asks for; null where there is no such file. */
export function exportNamed(file: string): { view: Exported; suffix: string; writer: Writer } | null {
  const dot = file.lastIndexOf('.')
  const suffix = file.slice(dot + 1)
  const view = views.get(file.slice(0, dot))
  const writer = writers.get(suffix)
  return view && writer ? { view, suffix, writer } : null
}

/** What to say to one who asks for a file that there is not. */
export const whatExists: Words = w(
  `没有这样的导出文件。视图：${[...views.keys()].join('、')}；格式：${[...writers.keys()].join('、')}。`,
  `There is no such export. Views: ${[...views.keys()].join(', ')}; formats: ${[...writers.keys()].join(', ')}.`,
)

/** What to say where a view has no chart, or its filters leave nothing to draw. */
export const nothingToDraw: Words = w(
  '该视图没有图，或当前筛选条件下没有数据可画；请改用 csv 或 xlsx。',
  'This view has no chart, or its filters leave nothing to draw; take csv or xlsx instead.',
)
