import { plain } from '../grid.ts'
import { words } from '../heading-words.ts'

/** Whether a line begins with a label of a form's head. */
export const beginsWithLabel = (line: string) => plain(line).search(labels) === 0

/** 项目名称X主管部门Y as its labels and values. */
export const partsByLabel = (line: string) =>
  line.split(labels).filter((text) => text !== undefined && text !== '')

const persons =
  '项目负责人 项目负责人及电话 联系人 联系人及电话 联系电话 项目代码 项目编码 项目编号 项目类别 项目类型 项目属性 填报日期'
const escaped = (text: string) => text.replace(/[()]/g, '\\$&')
/** The longer before those that they begin with; 单位 and 部门 alone stand inside names. */
const labelWords = [words.project, words.department, words.unit, words.reporter, persons]
  .flatMap((list) => list.split(' '))
  .filter((text) => text.length > 3 || text === '联系人')
  .sort((one, other) => other.length - one.length)
const labels = new RegExp(`((?:${labelWords.map(escaped).join('|')})(?:\\((?:盖章|公章|签章)\\))?):?`)
