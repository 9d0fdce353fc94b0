import { pageLink } from '#app/links.ts'
import type { DocumentCount, LoadedDocument } from '#app/queries/documents.ts'
import { w } from '#app/words.ts'
import { layoutWords, notRecognised, quarantineReasons, statusWords } from './document-words.ts'
import type { View } from './view.ts'

const counted = [
  { key: 'evaluations', heading: w('评价数', 'Evaluations'), format: 'count' },
  { key: 'flows', heading: w('资金笔数', 'Fund entries'), format: 'count' },
  { key: 'problems', heading: w('问题数', 'Problems'), format: 'count' },
] as const

/** The list of documents, as files have it. */
export const documentList: View<LoadedDocument> = {
  name: 'documents',
  title: w('文档清单', 'Documents'),
  columns: [
    { key: 'name', heading: w('文件', 'File'), format: 'text' },
    { key: 'path', heading: w('路径', 'Path'), format: 'text' },
    { key: 'status', heading: w('状态', 'Status'), format: 'text', words: statusWords },
    { key: 'reason', heading: w('隔离原因', 'Kept aside because'), format: 'text', words: quarantineReasons },
    { key: 'format', heading: w('格式', 'Format'), format: 'text' },
    { key: 'layout', heading: w('认定为', 'Recognised as'), format: 'text', words: layoutWords },
    ...counted,
    { key: 'batch', heading: w('批次', 'Batch'), format: 'count' },
    { key: 'id', heading: w('SHA-256', 'SHA-256'), format: 'text' },
  ],
  link: ({ name }, here) => pageLink(here, '/documents', { q: name }),
  option: null,
  height: () => 0,
}

/** How many documents of each status, form and format there are, and what they hold. */
export const documentTally: View<DocumentCount> = {
  name: 'document-counts',
  title: w('按状态、表式、格式统计', 'By status, form and format'),
  note: w(
    '评价数、资金笔数含已被替代的文档；问题不影响入库，逐条见上。',
    'Evaluations and entries include those of superseded documents; problems did not keep a document out.',
  ),
  columns: [
    { key: 'status', heading: w('状态', 'Status'), format: 'text', words: statusWords },
    {
      key: 'layout',
      heading: w('认定为', 'Recognised as'),
      format: 'text',
      words: layoutWords,
      absent: notRecognised,
    },
    { key: 'format', heading: w('格式', 'Format'), format: 'text', absent: notRecognised },
    { key: 'documents', heading: w('文档数', 'Documents'), format: 'count' },
    ...counted,
  ],
  link: ({ status }, here) => pageLink(here, '/documents', { status, q: null }),
  option: null,
  height: () => 0,
}
