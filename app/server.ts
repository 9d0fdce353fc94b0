import { environment, mayTakeFiles } from './env.server.ts'
import { leave, serve } from './serving/serve.ts'
import { hasAccounts, newSetupCode } from './state/accounts.server.ts'
import { dropOldDays } from './state/audit-log.server.ts'

/** `npm run serve`: people sign in. Where nobody can yet, prints the one link that makes the administrators. */
const origin = await serve('accounts').catch(leave)
const { YARDSTICK_AUDIT_DAYS: days } = environment()
if (days !== undefined) {
  dropOldDays(days)
  setInterval(() => dropOldDays(days), 24 * 3_600_000).unref()
}
if (!mayTakeFiles(false))
  console.error(
    'what reads documents would reach the network here, so pages take no files: let this user call unshare, or set YARDSTICK_OPEN_READERS=accepted',
  )
if (!hasAccounts()) {
  console.log('Nobody has an account yet. This link makes the three administrators, once, within 24 hours:')
  console.log(`${origin}/setup?code=${newSetupCode()}`)
}
