import type { Role } from '#app/domain/account.ts'
import { type Words, w } from '#app/words.ts'

/** Roles as people know them. */
export const roleWords: Readonly<Record<Role, Words>> = {
  clerk: w('单位经办人', 'Unit clerk'),
  analyst: w('分析人员', 'Analyst'),
  leader: w('领导', 'Leader'),
  system: w('系统管理员', 'System administrator'),
  security: w('安全管理员', 'Security administrator'),
  audit: w('审计管理员', 'Audit administrator'),
}

/** Why a password will not do, and what to do. */
export const passwordWords: Readonly<Record<'short' | 'long' | 'plain' | 'common' | 'name', Words>> = {
  short: w('密码至少 10 个字符。', 'A password has at least 10 characters.'),
  long: w('密码至多 128 个字符。', 'A password has at most 128 characters.'),
  plain: w(
    '密码至少含两类字符，例如字母和数字。',
    'Use at least two kinds of characters, such as letters and figures.',
  ),
  common: w('这个密码太常见，请换一个。', 'This password is too common; choose another.'),
  name: w('密码不能包含用户名。', 'A password must not contain the user name.'),
}
