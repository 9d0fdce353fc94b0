import { given } from './command-line.ts'
import { AccountName, Role } from './domain/account.ts'
import { Part, type Scope } from './domain/scope.ts'
import { environment } from './env.server.ts'
import {
  accountNamed,
  accounts,
  addAccount,
  grant,
  resetAccount,
  setActive,
} from './state/accounts.server.ts'
import { record } from './state/audit-log.server.ts'
import { type Link, LinkTaken, link, unlink } from './state/identities.server.ts'
import { passwordToGive } from './state/passwords.server.ts'

const usage = `npm run people -- COMMAND

  list                     everyone who may sign in
  add NAME [grants]        opens an account and prints its password, to be changed at the first sign-in
  grant NAME grants        says what an account may do and see
  reset NAME               prints a new password and turns two-step sign-in off: for a lost password, and for
                           the last administrator
  link NAME --subject S | --email E   has NAME sign in at the issuer, YARDSTICK_OIDC_ISSUER, and with no password: who
                           has this subject there, or comes first with this verified address
  unlink NAME              has NAME sign in with a password again; reset gives one
  close NAME | open NAME   lets nobody sign in under a name any more, or again

grants: --role ${Role.options.join(' | ')}
        --districts 610116,610100 | all    codes of districts; a city's takes in its districts
        --unit NAME                        of these districts this unit alone

Accounts are in app/app.sqlite in the data folder, YARDSTICK_DATA (${environment().YARDSTICK_DATA}).
`

class Misused extends Error {}

const { values, positionals } = given(
  {
    allowPositionals: true,
    options: {
      role: { type: 'string' },
      districts: { type: 'string' },
      unit: { type: 'string' },
      subject: { type: 'string' },
      email: { type: 'string' },
      help: { type: 'boolean' },
    },
  },
  usage,
)

/** Whoever may write the data folder may do this; it is written down all the same. */
const note = (action: string, target: string) =>
  record({ actor: null, role: null, address: 'command line', action, target, result: 'done' })

function scopeAsked(): Scope {
  if (values.districts === 'all' && values.unit === undefined) return 'everything'
  const districts = values.districts?.split(',').map((code) => code.trim()) ?? []
  const part = Part.safeParse({ districts, unit: values.unit ?? null }).data
  if (part === undefined)
    throw new Misused('--districts takes codes of six digits with commas between, or all')
  return part
}

function roleAsked(): Role | null {
  if (values.role === undefined) return null
  const role = Role.safeParse(values.role).data
  if (role === undefined) throw new Misused(`--role is one of ${Role.options.join(', ')}`)
  return role
}

function accountAsked(name: string | undefined) {
  const account = accountNamed(name ?? '')
  if (account === null) throw new Misused(`there is no account ${name ?? ''}`)
  return account
}

function linkAsked(): Link {
  const { YARDSTICK_OIDC_ISSUER: issuer } = environment()
  const { subject = null, email = null } = values
  if (issuer === undefined) throw new Misused('YARDSTICK_OIDC_ISSUER says at which issuer')
  if ((subject === null) === (email === null)) throw new Misused('link takes --subject or --email')
  return { issuer, subject, email }
}

async function run(command: string | undefined, name: string | undefined) {
  if (command === 'list') {
    for (const { name: who, role, scope, active } of accounts())
      console.log([who, role ?? 'no role', JSON.stringify(scope), active ? 'open' : 'closed'].join('\t'))
    return
  }
  if (command === 'add') {
    const known = AccountName.safeParse(name).data
    if (known === undefined) throw new Misused('a name has 2 to 32 letters or figures')
    if (accountNamed(known)) throw new Misused(`${known} is taken`)
    const [role, scope, password] = [roleAsked(), scopeAsked(), passwordToGive()]
    note('addAccount', known)
    await addAccount({ name: known, role, scope, password, mustChange: true })
    console.log(`${known}: ${password}`)
    return
  }
  const { id, name: who } = accountAsked(name)
  if (command === 'grant') {
    const [role, scope] = [roleAsked(), scopeAsked()]
    note('grant', who)
    grant(id, role, scope)
  } else if (command === 'reset') {
    note('resetPassword', who)
    console.log(`${who}: ${await resetAccount(id)}`)
  } else if (command === 'close' || command === 'open') {
    note(`${command}Account`, who)
    setActive(id, command === 'open')
  } else if (command === 'link') {
    note('linkAccount', who)
    link(id, linkAsked())
  } else if (command === 'unlink') {
    note('unlinkAccount', who)
    unlink(id)
  } else throw new Misused(`there is no command ${command}`)
}

const [command, name] = positionals
if (values.help || command === undefined) console.log(usage)
else
  await run(command, name).catch((error: unknown) => {
    if (!(error instanceof Misused || error instanceof LinkTaken)) throw error
    console.error(`${error.message}\n\n${usage}`)
    process.exitCode = 1
  })
