import { spawn } from 'node:child_process'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { onPath } from '#app/apart.ts'
import { scratchFolder } from '#app/scratch.ts'

const DEADLINE_MS = 60_000
const LARGEST_RESULT = 64 * 1024 * 1024

/** Where LibreOffice lies; undefined where it is not installed. It is used if it is there, never needed. */
export const soffice = onPath('soffice')

type Target = { from: string; to: 'docx' | 'xlsx' }

const TARGETS = {
  rtf: { from: 'rtf', to: 'docx' },
  odt: { from: 'odt', to: 'docx' },
  ods: { from: 'ods', to: 'xlsx' },
  xlsb: { from: 'xlsb', to: 'xlsx' },
  doc: { from: 'doc', to: 'docx' },
  wps: { from: 'wps', to: 'docx' },
  xls: { from: 'xls', to: 'xlsx' },
  excelXml: { from: 'xml', to: 'xlsx' },
} as const satisfies Record<string, Target>

const OPEN_DOCUMENT = 'mimetypeapplication/vnd.oasis.opendocument.'

/** What LibreOffice should make of a document that no reader takes, by its first bytes; null where it cannot. */
export function targetOf(bytes: Uint8Array, name: string): Target | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', 0, 4096)
  if (start.startsWith('{\\rtf')) return TARGETS.rtf
  if (start.startsWith('\xd0\xcf\x11\xe0')) return oldOffice(name)
  if (start.startsWith(`${OPEN_DOCUMENT}text`, 30)) return TARGETS.odt
  if (start.startsWith(`${OPEN_DOCUMENT}spreadsheet`, 30)) return TARGETS.ods
  if (start.startsWith('PK')) return /\.xlsb$/i.test(name) ? TARGETS.xlsb : null
  return start.includes('office:spreadsheet') ? TARGETS.excelXml : null
}

/** Older containers look alike from outside. */
function oldOffice(name: string): Target | null {
  if (/\.(?:et|ett|xls|xlt)$/i.test(name)) return TARGETS.xls
  if (/\.(?:pp[st]|dp[st])$/i.test(name)) return null
  return /\.wp[st]$/i.test(name) ? TARGETS.wps : TARGETS.doc
}

/** No macros, no links to other files or servers, whatever a document asks for. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
${[
  ['Common/Security/Scripting', 'DisableMacrosExecution', 'true'],
  ['Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'],
  ['Common/Security/Scripting', 'DisableActiveContent', 'true'],
  ['Writer/Content/Update', 'Link', '0'],
  ['Calc/Content/Update', 'Link', '2'],
]
  .map(
    ([at, name, value]) =>
      `<item oor:path="/org.openoffice.Office.${at}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  )
  .join('\n')}
</oor:items>`

let turn: Promise<unknown> = Promise.resolve()

/** The document in a format that a reader takes, or null where LibreOffice made nothing of it; one at a time. */
export function converted(bytes: Uint8Array, target: Target): Promise<Uint8Array | null> {
  const next = turn.then(() => convertedNow(bytes, target))
  turn = next.catch(() => undefined)
  return next
}

async function convertedNow(bytes: Uint8Array, { from, to }: Target): Promise<Uint8Array | null> {
  const folder = await scratchFolder('convert')
  try {
    const profile = path.join(folder, 'profile')
    await mkdir(path.join(profile, 'user'), { recursive: true })
    await writeFile(path.join(profile, 'user', 'registrymodifications.xcu'), SETTINGS)
    await writeFile(path.join(folder, `document.${from}`), bytes)
    await run(folder, [
      `-env:UserInstallation=${pathToFileURL(profile).href}`,
      '--headless',
      '--norestore',
      '--convert-to',
      to,
      '--outdir',
      path.join(folder, 'out'),
      path.join(folder, `document.${from}`),
    ])
    const result = path.join(folder, 'out', `document.${to}`)
    const size = await stat(result).then(
      (found) => found.size,
      () => null,
    )
    return size === null || size > LARGEST_RESULT ? null : await readFile(result)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs it in a group of its own, as it starts others; the whole group ends with the deadline. */
function run(folder: string, args: string[]): Promise<void> {
  return new Promise((resolve) => {
    const { PATH } = process.env
    const child = spawn(soffice ?? 'soffice', args, {
      cwd: folder,
      env: { PATH, HOME: folder, LANG: 'C.UTF-8', NODE_ENV: 'production' },
      stdio: 'ignore',
      detached: true,
    })
    const end = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    }
    const late = setTimeout(end, DEADLINE_MS)
    child.once('error', () => resolve())
    child.once('close', () => {
      clearTimeout(late)
      resolve()
    })
  })
}
