import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Frame } from '#app/components/comparison.tsx'
import { useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { Outcome } from '#app/components/people/account-form.tsx'
import { deedWords } from '#app/components/people/people-words.ts'
import { formatMoment } from '#app/format.ts'
import { newestEntries, verify } from '#app/state/audit-log.server.ts'
import { visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '审计日志 Audit log · 绩尺 Yardstick' }]

const shown = 200

export async function loader({ request }: LoaderFunctionArgs) {
  await visitorOf(request, 'readAuditLog')
  return { verified: verify(), entries: newestEntries(shown) }
}

const results = {
  done: w('完成', 'Done'),
  refused: w('拒绝', 'Refused'),
  failed: w('失败', 'Failed'),
}

export default function AuditLog() {
  const { verified, entries } = useLoaderData<typeof loader>()
  const say = useSay()
  const n = verified.entries
  return (
    <Page
      title={w('审计日志', 'Audit log')}
      lead={w(
        '谁看了、导出了、改了什么，谁被拒绝。每条记录带着上一条的校验值，改动、删去或调换都会被发现。',
        'Who saw, exported and changed what, and who was refused. Each entry carries the hash of the one before: what is changed, taken out or moved is noticed.',
      )}
    >
      <Outcome fine={verified.faults.length === 0}>
        {verified.faults.length === 0
          ? say(w(`${n} 条记录完整无缺。`, `${n} entries, whole and in order.`))
          : `${say(w('日志被动过：', 'The log was tampered with: '))}${verified.faults.slice(0, 5).join('; ')}`}
      </Outcome>
      <Frame
        title={w('最近的记录', 'The newest entries')}
        note={w(
          `最多 ${shown} 条；全部在数据文件夹的 audit 中，每天一个文件。`,
          `At most ${shown}; all of them are in the folder audit of the data folder, a file a day.`,
        )}
      >
        <div className="overflow-x-auto">
          <table className="w-full text-left text-sm">
            <thead>
              <tr className="text-muted">
                {[
                  w('序号', 'No.'),
                  w('时间', 'Time'),
                  w('谁', 'Who'),
                  w('来自', 'From'),
                  w('做了什么', 'What'),
                  w('对象', 'To what'),
                  w('结果', 'Result'),
                  w('说明', 'Detail'),
                ].map((words) => (
                  <th key={words.en} className="whitespace-nowrap py-1 pr-4 font-normal">
                    {say(words)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entries.map(({ seq, at, actor, address, action, target, result, detail }) => (
                <tr key={seq} className="border-line border-t align-baseline">
                  <td className="py-1 pr-4 tabular-nums">{seq}</td>
                  <td className="whitespace-nowrap py-1 pr-4">{formatMoment(at)}</td>
                  <td className="whitespace-nowrap py-1 pr-4">{actor ?? '—'}</td>
                  <td className="whitespace-nowrap py-1 pr-4">{address}</td>
                  <td className="whitespace-nowrap py-1 pr-4">
                    {deedWords[action] ? say(deedWords[action]) : action}
                  </td>
                  <td className="min-w-40 break-all py-1 pr-4">{target}</td>
                  <td className={`whitespace-nowrap py-1 pr-4 ${result === 'done' ? '' : 'text-bad'}`}>
                    {say(results[result])}
                  </td>
                  <td className="min-w-40 break-words py-1 text-muted">{detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Frame>
    </Page>
  )
}
