import { isRouteErrorResponse, Link, useLocation } from '@remix-run/react'
import { pageLink } from '#app/links.ts'
import { type Words, w } from '#app/words.ts'
import { useHere, useSay } from './here.ts'

interface Said {
  title: Words
  what: Words
  todo: Words
}

const missing: Said = {
  title: w('没有这个页面', 'There is no such page'),
  what: w(
    '链接可能写错了，或所指的项目、文档不在当前数据版本中。',
    'The link may be mistyped, or what it names is not in the data that is served now.',
  ),
  todo: w('可以从这里找：', 'Look for it here:'),
}

const refused: Said = {
  title: w('这个请求没有被接受', 'This request was not accepted'),
  what: w(
    '所填的内容或来处不对，什么都没有改动。',
    'What was sent, or where from, is not right; nothing was changed.',
  ),
  todo: w('请回到前一页重试，或从这里重新开始：', 'Go back and try again, or start from here:'),
}

const notAllowed: Said = {
  title: w('没有权限', 'Not allowed'),
  what: w(
    '您的角色不能做这件事，这次尝试已记入审计日志。',
    'Your role does not allow this, and the attempt was written down.',
  ),
  todo: w('需要时请找安全管理员授权。', 'A security administrator can grant it.'),
}

const noRole: Said = {
  title: w('账号还没有角色', 'Your account has no role yet'),
  what: w('账号已经开设，能登录，还看不到数据。', 'It is open, but shows nothing so far.'),
  todo: w(
    '请找安全管理员授予角色和区县；授予后重新载入本页即可。',
    'A security administrator grants a role and districts; load this page again once they have.',
  ),
}

const failed: Said = {
  title: w('这一页没能显示', 'This page could not be shown'),
  what: w(
    '绩尺内部出了错。查看页面不会改动数据。',
    'Something went wrong inside Yardstick. Looking at a page changes no data.',
  ),
  todo: w(
    '请重新载入；若仍出错，请把下面的事件编号告诉管理员：日志在同一编号下写着原因。',
    'Load it again. If it fails again, give the incident number to whoever runs Yardstick: the log says why under the same number.',
  ),
}

const full: Said = {
  title: w('磁盘已满，没有保存', 'The disk is full: nothing was saved'),
  what: w(
    '服务器的磁盘没有空间了，刚才所填的内容没有写入；已有的数据都在，各页仍可查看。',
    "The server's disk has no room left, so what was sent was not written; all data is there, and pages can be looked at.",
  ),
  todo: w(
    '请管理员清理磁盘后重试；日志里有下面的编号。',
    'Try again once whoever runs Yardstick has freed some space; the log has the number below.',
  ),
}

const otherVersion: Said = {
  title: w('数据是另一版本的绩尺写入的', 'The data was written by another version of Yardstick'),
  what: w('本版本读不了这些数据，所以什么都没有显示。', 'This version cannot read it, so nothing is shown.'),
  todo: w(
    '请管理员运行 npm run ingest -- --rebuild 由原件重建，或启动写入它的版本。',
    'Whoever runs Yardstick can make it anew from the archived documents, npm run ingest -- --rebuild, or start the version that wrote it.',
  ),
}

const cutOff: Said = {
  title: failed.title,
  what: w('连不上绩尺，或绩尺刚刚更新。', 'Yardstick could not be reached, or was just updated.'),
  todo: w('请重新载入本页。', 'Load this page again.'),
}

function saidOf(error: unknown, incident: string | null, hasRole: boolean): Said {
  const status = isRouteErrorResponse(error) ? error.status : 500
  if (isRouteErrorResponse(error) && error.statusText === 'Other version') return otherVersion
  if (status === 404) return missing
  if (status === 403) return hasRole ? notAllowed : noRole
  if (status < 500) return refused
  if (status === 507) return full
  return incident === null ? cutOff : failed
}

/** The number that the server's log has the fault under; null where the server did not say one. */
function incidentOf(error: unknown): string | null {
  if (!isRouteErrorResponse(error)) return null
  const told: unknown = error.data
  if (typeof told !== 'object' || told === null || !('incident' in told)) return null
  return typeof told.incident === 'string' ? told.incident : null
}

const ways = [
  ['/', w('总览', 'Overview')],
  ['/indicators', w('指标', 'Indicators')],
  ['/documents', w('文档', 'Documents')],
] as const

/** What happened, what to do, and under which number it is known. */
export function Fault({ error, hasRole }: { error: unknown; hasRole: boolean }) {
  const here = useHere()
  const say = useSay()
  const { pathname, search } = useLocation()
  const incident = incidentOf(error)
  const said = saidOf(error, incident, hasRole)
  return (
    <main id="main" className="mx-auto max-w-2xl px-4 py-12 sm:px-6">
      <h1 className="font-semibold text-2xl">{say(said.title)}</h1>
      <p className="mt-2">{say(said.what)}</p>
      <p className="mt-2 text-muted">{say(said.todo)}</p>
      {incident !== null && (
        <p className="mt-4 rounded border border-line bg-surface px-3 py-2">
          <span className="mr-3 text-muted text-sm">{say(w('事件编号', 'Incident number'))}</span>
          <strong className="text-lg">{incident}</strong>
        </p>
      )}
      <p className="mt-6 flex flex-wrap gap-x-6 gap-y-2">
        {(said === failed || said === cutOff || said === full || said === noRole) && (
          <a href={pathname + search} className="font-semibold">
            {say(w('重新载入', 'Load again'))}
          </a>
        )}
        {(said === noRole ? [] : ways).map(([path, words]) => (
          <Link key={path} to={pageLink(here, path)}>
            {say(words)}
          </Link>
        ))}
      </p>
    </main>
  )
}
