import { z } from 'zod'
import { Scope } from './scope.ts'

/** Who uses the product; the three administrators see no figures, and nobody is two of them. */
export const Role = z.enum(['clerk', 'analyst', 'leader', 'system', 'security', 'audit'])
export type Role = z.infer<typeof Role>

/** The name that someone signs in with, and that stands beside what they write. */
export const AccountName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,31}$/u)

/** Someone who may sign in; without a role they may do nothing yet. */
export const Account = z.object({
  id: z.number().int(),
  name: AccountName,
  role: Role.nullable(),
  scope: Scope,
  active: z.boolean(),
  /** Whether the password is one that somebody else gave them. */
  mustChange: z.boolean(),
  /** Whether a code of six digits is asked for beside the password. */
  secondFactor: z.boolean(),
  /** Whether they sign in at the issuer, and so with no password. */
  linked: z.boolean(),
  created: z.string(),
})
export type Account = z.infer<typeof Account>

/** What can be done, each with those who may; what does not stand here nobody may. */
const rights = {
  look: ['clerk', 'analyst', 'leader'],
  export: ['clerk', 'analyst', 'leader'],
  original: ['clerk', 'analyst', 'leader'],
  upload: ['clerk', 'analyst'],
  correct: ['analyst'],
  /** To see what documents say of persons, with a reason. */
  reveal: ['analyst'],
  decide: ['analyst'],
  annotate: ['analyst', 'leader'],
  keepViews: ['clerk', 'analyst', 'leader'],
  seeAccounts: ['system', 'security'],
  keepAccounts: ['system'],
  grant: ['security'],
  readAuditLog: ['audit'],
  ownAccount: Role.options,
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof rights
export const actions = Object.keys(rights) as readonly Action[]

/** Whether a role may do something; one that is not known may nothing. */
export function may(role: Role | null, action: Action): boolean {
  const allowed: readonly Role[] = rights[action]
  return role !== null && allowed.includes(role)
}
