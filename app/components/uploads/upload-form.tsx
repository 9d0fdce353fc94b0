import { useNavigate } from '@remix-run/react'
import { type DragEvent, type FormEvent, useState } from 'react'
import { useHere, useSay } from '#app/components/here.ts'
import { formatBytes, formatCount } from '#app/format.ts'
import { jobLink, uploadAddress } from '#app/links.ts'
import { accepted, isSupported, uploadLimits } from '#app/uploads/limits.ts'
import { w } from '#app/words.ts'
import { type ChosenFile, filesChosen, filesDropped, sendFiles } from './chosen-files.ts'
import { fileRefusalWords, refusalWords } from './upload-words.ts'

/** Files and folders, chosen or dropped, on their way to the server; without scripts it is a plain form. */
export function UploadForm({ refused: before = null }: { refused?: string | null }) {
  const here = useHere()
  const say = useSay()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<readonly ChosenFile[]>([])
  const [sentBytes, setSentBytes] = useState<number | null>(null)
  const [refused, setRefused] = useState(before)
  const [over, setOver] = useState(false)
  const add = (more: readonly ChosenFile[]) => {
    setRefused(null)
    setChosen((known) => [...known, ...more])
  }
  const send = async (event: FormEvent) => {
    // Chosen before the page's scripts were there: the form sends itself.
    if (chosen.length === 0) return
    event.preventDefault()
    setSentBytes(0)
    const answer = await sendFiles(uploadAddress(here), chosen, setSentBytes)
    if ('job' in answer) return navigate(jobLink(here, answer.job))
    setSentBytes(null)
    setRefused(answer.refused)
  }
  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (sentBytes === null) add(await filesDropped(event.dataTransfer))
  }
  const words = refusalWords(refused)
  return (
    <form
      method="post"
      action={uploadAddress(here)}
      encType="multipart/form-data"
      onSubmit={send}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      aria-label={say(w('上传文件', 'Upload files'))}
      className={`rounded-lg border-2 border-dashed p-4 text-sm ${over ? 'border-accent bg-accent-soft' : 'border-line bg-surface'}`}
    >
      <p className="mb-2">
        {say(
          w(
            '把自评表、自评报告、资金台账的文件或文件夹拖到这里，或者选择：',
            'Drop evaluation forms, reports and fund ledgers here, files or folders, or choose them:',
          ),
        )}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Chooser
          label={say(w('选择文件', 'Choose files'))}
          name="files"
          disabled={sentBytes !== null}
          add={add}
        />
        <Chooser
          label={say(w('选择文件夹', 'Choose a folder'))}
          name="folder"
          isFolder
          disabled={sentBytes !== null}
          add={add}
        />
        <button
          type="submit"
          disabled={sentBytes !== null}
          className="rounded bg-accent px-4 py-1.5 text-surface hover:opacity-90 disabled:opacity-50"
        >
          {chosen.length === 0
            ? say(w('上传', 'Upload'))
            : say(
                w(`上传 ${formatCount(chosen.length)} 个文件`, `Upload files: ${formatCount(chosen.length)}`),
              )}
        </button>
        {chosen.length > 0 && sentBytes === null && (
          <button type="button" className="text-accent hover:underline" onClick={() => setChosen([])}>
            {say(w('清空', 'Clear'))}
          </button>
        )}
      </div>
      {words && (
        <p role="alert" className="mt-2 text-bad">
          ■ {say(words)}
        </p>
      )}
      {chosen.length > 0 && <ChosenList chosen={chosen} sentBytes={sentBytes} />}
      <p className="mt-3 text-muted text-xs">
        {say(
          w(
            `docx、doc、xlsx、xls、pdf、html、csv、txt 及其 zip；单个文件 ${formatBytes(uploadLimits.fileBytes)} 以内，一次 ${formatCount(uploadLimits.files)} 个文件、合计 ${formatBytes(uploadLimits.totalBytes)} 以内。文件夹和文件名中的区县、年度会作为依据。请勿上传涉密文件。`,
            `docx, doc, xlsx, xls, pdf, html, csv, txt and zips of them; ${formatBytes(uploadLimits.fileBytes)} a file, ${formatCount(uploadLimits.files)} files and ${formatBytes(uploadLimits.totalBytes)} at once. Districts and years in names of folders and files count as evidence. Classified documents must not be uploaded.`,
          ),
        )}
      </p>
    </form>
  )
}

interface ChooserProps {
  label: string
  name: string
  isFolder?: boolean
  disabled: boolean
  add(chosen: readonly ChosenFile[]): void
}

/** The browser's own words on a chooser are in the browser's language: they are shown only where no script tells what was chosen. */
function Chooser({ label, name, isFolder = false, disabled, add }: ChooserProps) {
  return (
    <label className="cursor-pointer rounded border border-line bg-paper px-4 py-1.5 hover:border-accent has-disabled:cursor-default has-disabled:opacity-50 has-focus-visible:outline-2 has-focus-visible:outline-accent">
      {label}
      <input
        type="file"
        name={name}
        multiple
        disabled={disabled}
        {...(isFolder ? { webkitdirectory: '' } : { accept: accepted })}
        onChange={({ currentTarget }) => {
          add(filesChosen(currentTarget.files))
          currentTarget.value = ''
        }}
        className="sr-only noscript:not-sr-only noscript:ml-2 noscript:max-w-full"
      />
    </label>
  )
}

/** What was chosen, and how far each file has gone; they go out one after another. */
function ChosenList({ chosen, sentBytes }: { chosen: readonly ChosenFile[]; sentBytes: number | null }) {
  const say = useSay()
  let before = 0
  return (
    <ul
      className="mt-3 max-h-64 overflow-y-auto border-line border-t"
      aria-label={say(w('选中的文件', 'Chosen files'))}
    >
      {chosen.map(({ file, path }, place) => {
        const start = before
        before += file.size
        const sent = Math.min(file.size, Math.max(0, (sentBytes ?? 0) - start))
        const refusal =
          file.size > uploadLimits.fileBytes
            ? 'file-too-large'
            : isSupported(path)
              ? place >= uploadLimits.files
                ? 'too-many'
                : null
              : 'unsupported'
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: files of one name may be chosen twice, and none moves
            key={place}
            className="flex flex-wrap items-center gap-x-4 border-line border-b py-1"
          >
            <span className="min-w-0 grow break-words">{path}</span>
            <span className="text-muted text-xs">{formatBytes(file.size)}</span>
            {sentBytes !== null && (
              <progress
                max={file.size || 1}
                value={file.size === 0 ? 1 : sent}
                aria-label={path}
                className="h-2 w-32"
              />
            )}
            {refusal !== null && (
              <span className="basis-full text-warn text-xs">▲ {say(fileRefusalWords[refusal])}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
