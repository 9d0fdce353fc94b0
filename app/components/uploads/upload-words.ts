import { formatBytes, formatCount } from '#app/format.ts'
import type { JobState } from '#app/uploads/job.ts'
import { type FileRefusal, type UploadRefusal, uploadLimits, uploadRefusals } from '#app/uploads/limits.ts'
import { type Words, w } from '#app/words.ts'

const { fileBytes, files, totalBytes, waiting } = uploadLimits

/** Why one file was not taken, and what to do. */
export const fileRefusalWords: Readonly<Record<FileRefusal, Words>> = {
  'file-too-large': w(
    `超过单个文件上限 ${formatBytes(fileBytes)}，未接收：请去掉图片和附件，或拆分后重新上传。`,
    `Over ${formatBytes(fileBytes)}, the limit of one file: remove pictures and attachments, or split it.`,
  ),
  'total-too-large': w(
    `本次上传合计超过 ${formatBytes(totalBytes)}，这个文件未接收：请另起一次上传。`,
    `The upload came to more than ${formatBytes(totalBytes)}: send this file in another.`,
  ),
  'too-many': w(
    `一次最多 ${formatCount(files)} 个文件，这个文件未接收：请另起一次上传，或打成 zip。`,
    `At most ${formatCount(files)} files at once: send this one in another upload, or in a zip.`,
  ),
  unsupported: w(
    '不是能读取的文档格式，未接收：请上传 Word、Excel、PDF、网页、csv、txt 或 zip。',
    'Not a document that can be read: send Word, Excel, PDF, html, csv, txt or zip.',
  ),
}

const refusals: Readonly<Record<UploadRefusal, Words>> = {
  'no-file': w('没有选择文件。', 'No file was chosen.'),
  'too-many-waiting': w(
    `已有 ${waiting} 批上传在排队，请等其中一些载入后再上传。`,
    `${waiting} uploads are waiting: send more when some of them are loaded.`,
  ),
  'disk-full': w(
    '服务器磁盘空间不足，未接收：请联系系统维护人员。',
    'The server has too little disk space: tell those who maintain this system.',
  ),
  'no-fence': w(
    '本服务器的系统不允许隔离读取程序的网络，网页上传已停用：请系统管理员允许 unshare，或在评估风险后设置 YARDSTICK_OPEN_READERS=accepted。',
    "This server's system does not let what reads documents have a network of its own, so nothing is taken here: its administrator allows unshare, or accepts the risk with YARDSTICK_OPEN_READERS=accepted.",
  ),
  broken: w('上传中断，没有接收完整：请重新上传。', 'The upload was cut off: please send it again.'),
}

/** Why an upload was not taken; null for a reason that is none. */
export function refusalWords(code: string | null): Words | null {
  const known = uploadRefusals.find((one) => one === code)
  return known === undefined ? null : refusals[known]
}

const faults = {
  'already-running': w('另一次载入一直没有结束。', 'Another ingest did not end.'),
  'disk-full': w(
    '服务器磁盘已满，没有载入任何文件；腾出空间后请重新上传。',
    'The disk is full; nothing was loaded. Free some space and send the files again.',
  ),
  failed: w(
    '载入程序出错，没有载入任何文件；原有数据不受影响。请重新上传；仍不成功的，请联系系统维护人员。',
    'The loader failed and nothing was loaded; what was there is untouched. Send the files again, or tell those who maintain this system.',
  ),
} as const

/** Where a job stands, in a sentence. */
export function jobWords({ state, ahead, outcomes, files: sent, end }: JobState): Words {
  const taken = sent.filter(({ refused }) => refused === null).length
  if (state === 'failed') return faults[end?.fault?.fault ?? 'failed']
  if (state === 'waiting')
    return ahead > 0
      ? w(
          `排队等候：前面还有 ${ahead} 批，一批一批载入。`,
          `Waiting its turn: ${ahead} before it; one is loaded at a time.`,
        )
      : w(
          '排队等候：服务器上另一次载入正在进行，结束后自动开始。',
          'Waiting: another ingest is running on the server; this one starts when it ends.',
        )
  if (state === 'running')
    return w(
      `正在读取：已读 ${formatCount(outcomes.length)} 份，收到 ${formatCount(taken)} 个文件。`,
      `Reading: ${formatCount(outcomes.length)} read, ${formatCount(taken)} files received.`,
    )
  const n = (status: string) => outcomes.filter((outcome) => outcome.status === status).length
  const parts = [
    w(`载入 ${n('loaded')} 份`, `${n('loaded')} loaded`),
    w(`隔离 ${n('quarantined')} 份`, `${n('quarantined')} quarantined`),
    w(`此前已收到 ${n('known')} 份`, `${n('known')} received before`),
    ...(taken < sent.length
      ? [w(`未接收 ${sent.length - taken} 个`, `${sent.length - taken} not taken`)]
      : []),
  ]
  return w(
    `已完成：${parts.map(({ zh }) => zh).join('，')}。`,
    `Done: ${parts.map(({ en }) => en).join(', ')}.`,
  )
}
