import { Form, Link } from '@remix-run/react'
import { Chevron } from '#app/components/chevron.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import type { Role } from '#app/domain/account.ts'
import { clearLink } from '#app/links.ts'
import { w } from '#app/words.ts'
import { roleWords } from './people-words.ts'

interface Props {
  name: string
  role: Role | null
}

/** Who is signed in, with their account and the way out. */
export function AccountMenu({ name, role }: Props) {
  const here = useHere()
  const say = useSay()
  const item = 'block w-full cursor-pointer px-3 py-1 text-left text-ink no-underline hover:bg-accent-soft'
  return (
    <details name="account" className="relative">
      <summary className="select-none hover:underline">
        {name}
        <Chevron />
      </summary>
      <div className="absolute right-0 z-30 mt-1 min-w-44 rounded border border-line bg-surface py-1 shadow-lg">
        <p className="px-3 py-1 text-muted text-xs">
          {say(role === null ? w('还没有角色', 'No role yet') : roleWords[role])}
        </p>
        <Link to={clearLink(here, '/account')} className={item}>
          {say(w('我的账号', 'My account'))}
        </Link>
        {(role === 'system' || role === 'security') && (
          <Link to={clearLink(here, '/people')} className={item}>
            {say(w('人员', 'People'))}
          </Link>
        )}
        {role === 'audit' && (
          <Link to={clearLink(here, '/audit-log')} className={item}>
            {say(w('审计日志', 'Audit log'))}
          </Link>
        )}
        <Form method="post" action={clearLink(here, '/logout')}>
          <button type="submit" className={item}>
            {say(w('退出登录', 'Sign out'))}
          </button>
        </Form>
      </div>
    </details>
  )
}
