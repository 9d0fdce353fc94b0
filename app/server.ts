import { leave, serve } from './serving.ts'
import { hasAccounts, newSetupCode } from './state/accounts.server.ts'

/** `npm run serve`: people sign in. Where nobody can yet, prints the one link that makes the administrators. */
const origin = await serve('accounts').catch(leave)
if (!hasAccounts()) {
  console.log('Nobody has an account yet. This link makes the three administrators, once, within 24 hours:')
  console.log(`${origin}/setup?code=${newSetupCode()}`)
}
