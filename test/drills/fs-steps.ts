import { appendFileSync, copyFileSync, promises } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/*
 * Loaded before a program that writes files. Counts each change that it makes to them, and at the one that DRILL_STEP
 * names lets the machine fail: DRILL_HOW is `before` or `after` for a kill at once, `amid` for one while it is under
 * way, `no-space` for a disk that is full from then on. DRILL_TRACE names a file that is told what was flushed and what
 * was renamed, in order, and how many steps there were.
 */
const { DRILL_STEP, DRILL_HOW, DRILL_TRACE } = process.env
const failing = Number(DRILL_STEP ?? 0)
let step = 0

const die = () => process.kill(process.pid, 'SIGKILL')

type Work = (...given: never[]) => Promise<unknown>

function counted(name: string, work: Work): Work {
  return async function counting(this: unknown, ...given: never[]) {
    step += 1
    const now = step
    const at = now === failing
    if (at && DRILL_HOW === 'before') die()
    if (at && DRILL_HOW === 'amid') setImmediate(die)
    if (DRILL_HOW === 'no-space' && failing > 0 && now >= failing && !['rm', 'close'].includes(name))
      throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: 'ENOSPC' })
    const done = await Reflect.apply(work, this, given)
    if (at && DRILL_HOW === 'after') die()
    return done
  }
}

/** The path of each file that is open for writing or for being flushed. */
const opened = new WeakMap<object, string>()
let kept = 0
function traced(what: string, of: string, to = '') {
  if (DRILL_TRACE === undefined) return
  let copy = ''
  if (what === 'sync') {
    kept += 1
    copy = `${DRILL_TRACE}.${kept}`
    // A folder has no content to keep.
    try {
      copyFileSync(of, copy)
    } catch {
      copy = ''
    }
  }
  appendFileSync(DRILL_TRACE, `${JSON.stringify({ what, of, to, copy })}\n`)
}

const { open, rename, rm, mkdir, chmod, copyFile } = promises
const own = await open(process.execPath, 'r')
const handle: Record<'sync' | 'writeFile' | 'write', Work> = Object.getPrototypeOf(own)
await own.close()
for (const name of ['sync', 'writeFile', 'write'] as const) {
  const work = counted(name, handle[name])
  handle[name] = async function told(this: object, ...given: never[]) {
    if (name === 'sync') traced('sync', opened.get(this) ?? '')
    return Reflect.apply(work, this, given)
  }
}
Object.assign(promises, {
  rm: counted('rm', rm),
  mkdir: counted('mkdir', mkdir),
  chmod: counted('chmod', chmod),
  copyFile: counted('copyFile', copyFile),
  async rename(from: string, to: string) {
    await counted('rename', rename)(...([from, to] as never[]))
    traced('rename', from, to)
  },
  async open(file: string, ...rest: never[]) {
    const given = await Reflect.apply(open, promises, [file, ...rest])
    opened.set(given, file)
    return given
  },
})
syncBuiltinESMExports()
if (DRILL_TRACE !== undefined)
  process.on('exit', () =>
    appendFileSync(DRILL_TRACE, `${JSON.stringify({ what: 'end', of: '', to: '', copy: '', step })}\n`),
  )
