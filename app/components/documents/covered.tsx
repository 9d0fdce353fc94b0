import { Form, useActionData } from '@remix-run/react'
import { useHere, useSay } from '#app/components/here.ts'
import { w } from '#app/words.ts'

/** Says that names, telephones and numbers of persons are covered, and asks for a reason to see them. */
export function Covered({ mayReveal, isLogged }: { mayReveal: boolean; isLogged: boolean }) {
  const here = useHere()
  const say = useSay()
  const refused = useActionData<{ refused: 'reason' } | undefined>()?.refused === 'reason'
  return (
    <details className="mb-2 text-sm" open={refused}>
      <summary className="cursor-pointer text-muted">
        {say(
          w(
            '表内的姓名、电话、证件与账号已遮盖',
            'Names, telephones, identity and account numbers in the tables are covered',
          ),
        )}
      </summary>
      {mayReveal ? (
        <Form method="post" className="mt-2 flex flex-wrap items-baseline gap-2">
          <input type="hidden" name="lang" value={here.language} />
          <label className="flex flex-wrap items-baseline gap-2">
            {say(w('查看事由', 'Why you need to see them'))}
            <input
              name="reason"
              required
              minLength={4}
              maxLength={200}
              className="w-72 max-w-full rounded border border-line bg-surface px-2 py-1"
            />
          </label>
          <button type="submit" className="cursor-pointer rounded border border-line px-3 py-1 text-accent">
            {say(w('显示 15 分钟', 'Show for 15 minutes'))}
          </button>
          <p className="basis-full text-muted text-xs">
            {say(
              isLogged
                ? w('事由记入审计日志。', 'The reason goes into the audit log.')
                : w('启用账户后，事由记入审计日志。', 'With accounts, the reason goes into the audit log.'),
            )}
          </p>
          {refused && (
            <p role="alert" className="basis-full text-warn">
              {say(w('请写明事由，4 至 200 字。', 'Please give a reason of 4 to 200 characters.'))}
            </p>
          )}
        </Form>
      ) : (
        <p className="mt-1 text-muted text-xs">
          {say(w('分析人员写明事由后可以查看。', 'Analysts may see them, with a reason.'))}
        </p>
      )}
    </details>
  )
}
