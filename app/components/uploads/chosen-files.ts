/** A file to be sent, and the path it is sent by: below the folder that was chosen, or its name alone. */
export interface ChosenFile {
  file: File
  path: string
}

/** The files of a chooser. */
export const filesChosen = (files: FileList | null): ChosenFile[] =>
  [...(files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }))

/** All files that were dropped, those in folders with their paths. */
export async function filesDropped({ items, files }: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return filesChosen(files)
  return (await Promise.all(entries.map((entry) => filesUnder(entry)))).flat()
}

async function filesUnder(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return [{ file, path: entry.fullPath.replace(/^\//, '') }]
  }
  if (!isFolder(entry)) return []
  const children = await childrenOf(entry)
  return (await Promise.all(children.map((child) => filesUnder(child)))).flat()
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

/** A folder is read a hundred entries at a time, until it gives no more. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return children
    children.push(...some)
  }
}

/** What the server answered: the job, or why nothing was taken. */
export type Answer = { job: string } | { refused: string }

/** Sends files in one form, telling how many bytes of all have gone out. */
export function sendFiles(
  address: string,
  chosen: readonly ChosenFile[],
  onProgress: (bytes: number) => void,
): Promise<Answer> {
  const form = new FormData()
  for (const { file, path } of chosen) form.append('files', file, path)
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.setRequestHeader('Accept', 'application/json')
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded))
    request.addEventListener('load', () => resolve(answerIn(request.responseText)))
    request.addEventListener('error', () => resolve({ refused: 'broken' }))
    request.send(form)
  })
}

function answerIn(text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer !== 'object' || answer === null) return { refused: 'broken' }
    if ('job' in answer && typeof answer.job === 'string') return { job: answer.job }
    return { refused: 'refused' in answer ? String(answer.refused) : 'broken' }
  } catch {
    return { refused: 'broken' }
  }
}
