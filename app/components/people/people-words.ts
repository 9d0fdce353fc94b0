import type { Action, Role } from '#app/domain/account.ts'
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

const allowedWords: Readonly<Record<Action, Words>> = {
  look: w('查看', 'Looked'),
  export: w('导出', 'Exported'),
  original: w('下载原件', 'Took an original'),
  upload: w('上传', 'Uploaded'),
  correct: w('更正读法', 'Corrected a reading'),
  reveal: w('查看个人信息', 'Uncovered personal data'),
  decide: w('处理核查发现', 'Decided on a finding'),
  annotate: w('写备注', 'Wrote a note'),
  keepViews: w('保存视图', 'Kept a view'),
  seeAccounts: w('查看账号', 'Looked at accounts'),
  keepAccounts: w('管理账号', 'Kept accounts'),
  grant: w('授权', 'Granted'),
  readAuditLog: w('查看审计日志', 'Read the audit log'),
  ownAccount: w('查看本人账号', 'Looked at own account'),
}

/** What the audit log tells that somebody did; what does not stand here is shown as it was written. */
export const deedWords: Readonly<Record<string, Words | undefined>> = {
  ...allowedWords,
  setup: w('首次设置', 'Set up'),
  signIn: w('登录', 'Signed in'),
  signOut: w('退出登录', 'Signed out'),
  endSession: w('结束会话', 'Ended a session'),
  changePassword: w('换密码', 'Changed the password'),
  enrol: w('启用两步验证', 'Turned two-step sign-in on'),
  unenrol: w('停用两步验证', 'Turned two-step sign-in off'),
  addAccount: w('开设账号', 'Opened an account'),
  resetPassword: w('重置密码', 'Gave a new password'),
  closeAccount: w('停用账号', 'Closed an account'),
  openAccount: w('启用账号', 'Opened an account again'),
  linkAccount: w('关联统一身份', 'Linked an account'),
  unlinkAccount: w('取消关联', 'Unlinked an account'),
  endSessions: w('结束其会话', 'Ended all sessions'),
  dropAuditDays: w('删去到期日志', 'Dropped old days of the log'),
}
