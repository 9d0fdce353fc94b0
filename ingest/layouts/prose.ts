import { plain } from './grid.ts'
import { itemNumber } from './numbering.ts'
import { beginsWithLabel } from './text/glued-labels.ts'
import { yearIn } from './year.ts'

/** Endings by which a budget unit is known. */
export const unitEnding =
  '(?:局|委员会|委|办公室|中心|厅|站|所|院|馆|校|学校|中学|小学|幼儿园|大学|学院|医院|街道办事处|办事处|镇人民政府|乡人民政府|人民政府|队|联合社|社(?!会|区|保|团|联合社)|联合会|协会|总会|公司|集团|处|(?:管理|养护|公路|工务)段|支队|大队|分局|管委会|政府|法院|检察院|党校|气象台|电视台|银行|总站|基地|[林农牧渔]场|园|室|部|会|库|办)'

const unitName = `(?!关于|主管)[\\u4e00-\\u9fa5()·]{2,30}?${unitEnding}`
const unitAtStart = new RegExp(`^(${unitName})(?=(?:关于)?20\\d\\d|关于|[\\u4e00-\\u9fa5]{2,20}项目|$)`)
const unitBeforeYear = new RegExp(`^(?:关于)?(${unitName})(?=(?:关于)?20\\d\\d年)`)
const unitBeforeProject =
  /^(?:20\d\d年(?:度|(?!度)))?(?!关于)([\u4e00-\u9fa5()·]{2,24}?(?:局|委员会|中心|办公室|厅|人民政府|街道办事处|(?:中学|小学)(?![生教校])|医院|(?:管理|服务|工作|检测|监测)站|(?:管理|检验|研究)所|支队|大队|管委会|联合会)(?:[\u4e00-\u9fa5]{2,8}?(?:支队|大队|分局))?)(?!小学|中学|学校|医院|卫生院|幼儿园)(?=[^。，,]{2,40}绩效(?:自评|评价))/
const ourUnit = /我(?:单位|局|中心|校|院|委|办|馆|所|站|处|部门|镇|乡|街道)[(（]([^()（）]{4,30})[)）]/
/** 组织专人 before what was evaluated: no part of the office. */
const gathered = '(?:(?:认真|及时)?(?:组织|安排|抽调|成立)[^，,。；;对]{0,10})?'
/** 县农业农村局组织县种子站对…: who has it evaluated is the department. */
const orders = `(?:组织|安排|指导)(?:(?:项目)?(?:实施|项目|承担)单位)?`
const evaluates = `(?:${gathered}对(?:20\\d\\d年度?)?[^，。,；;]{2,40}(?:开展|进行|组织)了?[^，。,；;]{0,6}|(?:完成|开展|组织)了(?:20\\d\\d年度?)[^，。,；;]{2,40}?)绩效自评`
const evaluatedBy = new RegExp(`(?<=^|[，,])(?!.{0,20}财政)(${unitName})${evaluates}`)
/** An office of a place, as sure as its ending is. */
const officeOfPlace =
  '(?:[\\u4e00-\\u9fa5]{1,9}?[省市县区旗州盟镇乡](?:(?!财政)[\\u4e00-\\u9fa5·]){1,20}?(?:局|委员会|办公室|厅|人民政府|办事处))'
const carriedOut = new RegExp(
  [
    `(?:实施|项目|承担|使用|预算)单位(?:为|是|[:：])(${unitName})(?=[，。,；;、]|$)`,
    `(?:实施|项目|承担|使用|预算)单位(${unitName})(?=对(?:20\\d\\d年度?)?[^，。,；;]{2,40}(?:开展|进行|组织))`,
    `由(${unitName})(?:具体|负责|组织|牵头)*(?:组织)?(?:实施|承担|执行)`,
    `(?<=^|[，。,；;])(?![^，。,；;]{0,30}(?:财政|安排|委托|指导|由))(${unitName})(?:具体|负责|组织|牵头)*(?:实施|承担)了?(?=[^，。,；;]{2,30}项目)`,
    `(?:安排|委托)(${unitName})(?:具体|负责|组织)*(?:实施|承担)`,
    `(?<=20\\d\\d年度?[，,])(${unitName})(?:组织)?(?:实施|开展|承担)了`,
    `(?<=^|[，。,；;])(?![^，。,；;]{0,12}[由该])(${officeOfPlace})(?:于?20\\d\\d年度?)?(?:组织|负责|具体)*(?:实施|承担)`,
    `(?<=^|[，。,；;])(${unitName})(?:为|是)[^，。,；;]{0,40}(?:实施|承担|项目)单位(?=[，。,；;]|$)`,
    `主管[，,](?:并?由)?(${unitName})(?:具体|负责|组织|牵头)+(?:组织)?(?:实施|承担)`,
    `(?<=^|[，,])(?!.{0,20}财政)${unitName}${orders}(${unitName})${evaluates}`,
  ].join('|'),
)
/** 县财政安排某县水务局饮水工程资金120万元; 某县水务局安排专项资金120万元 */
const funded = new RegExp(
  `财政(?:局|部门)?(?:共|累计|统筹)?安排(?:给|了)?(${officeOfPlace})(?=[^，。,；;]{2,40}(?:项目|资金|经费))|(?<=^|[，。,；;度年])(${officeOfPlace})(?:共|累计|统筹)?安排了?(?:[^，。,；;]{0,20})(?:资金|经费|预算)`,
)
const whole = new RegExp(`^${unitName}$`)
const dated = /^(?:20\d\d|二[〇零○O0]).{1,14}[日号月]$/

/** A name in the signs it was written with: lines are searched in their plain form. */
function asWritten(found: string | null, lines: readonly string[]): string | null {
  if (found === null) return null
  for (const line of lines) {
    const written = line.replace(/\s+/g, '')
    const at = plain(line).indexOf(found)
    if (at >= 0 && plain(line).length === written.length) return written.slice(at, at + found.length)
  }
  return found
}

/** The lines of a title without the marks of annexes and lists: 附件2 城区绿化养护项目绩效自评表, （一）城区绿化养护绩效自评表. */
const titleParts = (title: string) =>
  title.split('\n').map((line) => plain(line.replace(annex, '').replace(listed, '')))

/** A title that wrapped is one in the end; what an annex is annexed to is no part of its title. */
function wrapped(title: string): string {
  const lines = title.split('\n')
  const own = lines.slice(
    Math.max(
      0,
      lines.findLastIndex((line) => annex.test(line)),
    ),
  )
  return plain(own.join('').replace(annex, ''))
}
const listed = new RegExp(`^\\s*${itemNumber}\\s*`)
const annex = /^\s*附[件表]\s*[\d一二三四五六七八九十]{0,3}(?:[-—.]\d{1,2})?\s*[:：、.\s]*/

/** The unit that a report is from: at the head of its title, in its text, or as the signature over the date. */
export const unitInProse = (title: string, lines: readonly string[]) =>
  asWritten(findUnit(title, lines), [...title.split('\n'), ...lines])

function findUnit(title: string, lines: readonly string[]): string | null {
  const labelled = title.split('\n').findIndex(beginsWithLabel)
  // What stands among labels may be the end of a value that wrapped.
  const isTitle = (line: string, at: number) => labelled < 0 || at < labelled || /绩效|自评|评价/.test(line)
  const titled = [...titleParts(title).filter(isTitle), ...(labelled < 0 ? [wrapped(title)] : [])]
  const carriers = lines.flatMap((line) => namedBy(carriedOut, line))
  const evaluators = [evaluatedBy, funded].flatMap((form) => lines.flatMap((line) => namedBy(form, line)))
  // Where the office in a title ends and its project begins, a sentence that names it tells.
  const agreed = (named: readonly string[]) =>
    named.find((one) => titled.some((line) => line.startsWith(one)))
  // 木村乡中心学校 of a sentence is 新乐市木村乡中心学校 of the title.
  const isShort = (one: string) => titled.some((line) => line.includes(one))
  const said = agreed(carriers) ?? carriers.find((one) => !isShort(one)) ?? agreed(evaluators)
  if (said !== undefined) return said
  const inTitle = (pattern: RegExp) =>
    titled.map((line) => pattern.exec(line)?.[1]).find((found) => found !== undefined)
  const sure = inTitle(unitBeforeYear) ?? inTitle(unitAtStart)
  if (sure !== undefined) return sure
  // 空气自动监测站运行维护费 is a project about stations: where a sentence names the unit, only a place tells an office.
  const office = inTitle(unitBeforeProject)
  if (office !== undefined && (carriers.length + evaluators.length === 0 || startsWithPlace.test(office)))
    return office
  for (const line of lines) {
    const ours = ourUnit.exec(line)?.[1]
    if (ours !== undefined) return ours
  }
  return carriers[0] ?? evaluators[0] ?? signature(lines) ?? besideTitle(lines)
}

/** Who carries a project out, evaluates it or was given its money, where a sentence says so. */
function namedBy(pattern: RegExp, line: string): string[] {
  const named = pattern
    .exec(plain(line))
    ?.slice(1)
    .find((one) => one !== undefined)
  return named === undefined || /^(?:我|本)/.test(named) ? [] : [named]
}

const formName =
  /20\d\d年.*$|(?:20\d\d)?(?:部门|单位)?(?:预算)?(?:项目|整体|部门整体)?(?:支出)?(?:的)?绩效.*$/
const startsWithPlace = /^\p{Script=Han}{1,9}?[省市县区旗州盟镇乡]/u

/** The office that a form is headed by, where nothing but the form's name and its year follows it in the title. */
export function officeInTitle(title: string): string | null {
  const named = titleParts(title).map((line) => line.replace(/^20\d\d年度?/, '').replace(formName, ''))
  return named.find((office) => startsWithPlace.test(office) && whole.test(office)) ?? null
}

/** An office in a line of its own right below the title, with what brackets say of it. */
const besideTitle = (lines: readonly string[]) =>
  lines
    .slice(0, 5)
    .map((line) => plain(line).replace(/\([^()]*\)$/, ''))
    .find((line) => startsWithPlace.test(line) && whole.test(line)) ?? null

function signature(lines: readonly string[]): string | null {
  const end = lines.slice(-8).map(plain)
  const date = end.findLastIndex((line) => dated.test(line))
  const signed = date > 0 ? end[date - 1]?.replace(/\((?:盖章|公章)\)$/, '') : undefined
  return signed !== undefined && whole.test(signed) ? signed : null
}

const department = new RegExp(
  [
    `主管(?:部门|单位)(?:为|是|[:：])?(${unitName})(?=[，。,；;、]|对|负责|审核|批复|$)`,
    `由(${unitName})(?:负责)?主管(?=[，。,；;、]|$)`,
    `(?<=^|[，。,；;、])(${unitName})(?:为|是)(?:本|该)?(?:项目)?(?:的)?主管部门`,
    `隶属于?(${unitName})(?=[，。,；;、]|$)`,
    `(?<=^|[，,])(?!我|本|.{0,20}财政)(${unitName})${orders}(?=${unitName}${evaluates})`,
  ].join('|'),
)

/** The department in charge, where a sentence names it. */
export function departmentInProse(lines: readonly string[]): string | null {
  const found = lines.map((line) => department.exec(plain(line))).find((one) => one !== null)
  return asWritten(found?.slice(1).find((one) => one !== undefined) ?? null, lines)
}

const open = '[“"《「『]?'
const close = '[”"》」』]?'
/** A name may quote a word of its own: “一村一辅警”补助. */
const name = '((?:[^“”"《》「」『』。，,；;:：、\\n]|[“《「『][^“”"《》「」『』\\n]{1,20}[”》」』]){2,40}?)'
/** 2019年度该项目 names no 度该项目. */
const ofYear = '年(?:度|(?!度))的?'
/** What the names of all forms go on with behind the project. */
const ofForm =
  '绩效(?:(?:目标)?自评|评价|(?:目标)?完成情况|(?:目标|指标)(?:申报|情况)?表|(?:目标)?(?:运行|执行)?监控)'
const projectForms = [
  new RegExp(`项目名称(?:为|是|[:：])?${open}([^”"》」』。，,；;|\\n]{3,50})`),
  new RegExp(
    `对(?![照比应象标])(?:我(?:单位|局|中心)的?|本(?:单位|局|中心)的?)?(?:20\\d\\d${ofYear})?${open}${name}${close}(?:项目)?(?:的)?(?:(?:专项)?(?:资金|支出))?(?:项目)?(?:开展|实施|进行|组织)了?[^。]{0,24}评价?`,
  ),
  new RegExp(`20\\d\\d${ofYear}${open}${name}${close}(?:项目(?:支出|资金)?|支出)?(?:单位|部门)?${ofForm}`),
  new RegExp(
    `关于(?:20\\d\\d${ofYear})?${open}${name}${close}(?:项目(?:支出|资金)?|支出)?(?:的)?(?:绩效)(?:自评|评价)`,
  ),
  new RegExp(
    `^(?:20\\d\\d${ofYear})?${open}${name}${close}(?:项目)(?:支出|资金)?(?:20\\d\\d年度?)?(?:单位|部门)?(?:${ofForm}|自评|评价)`,
  ),
  /^(?:20\d\d年度?)?([^。，,；;：:]{2,40}?)项目(?:支出|资金)?(?:20\d\d年度?)?(?:单位|部门)?绩效(?:自评|评价|(?:目标)?完成情况)/,
  new RegExp(
    `^${open}(?![^。，]*${unitEnding}20\\d\\d)${name}${close}20\\d\\d年度?(?:项目)?(?:支出)?(?:单位|部门)?绩效(?:自评|评价)`,
  ),
  /^(?:20\d\d年度?)?([^。，,；;：:]{2,40}?(?:专项|资金|经费|补助|补贴|工程))(?:项目)?(?:支出)?(?:20\d\d年度?)?绩效(?:自评|评价)/,
  new RegExp(`[“"《「『]${name}[”"》」』]项目`),
  new RegExp(`^${open}${name}${close}项目(?:总?投资|总?预算|由|是|为|立项|资金|于)`),
  new RegExp(`(?:实施的?|承担的?|负责的?)${open}${name}${close}项目`),
]

/** Words a title may hold in the project's place without naming one. */
const nameless =
  /^(?:重点|财政|部门|单位|预算|专项|项目|整体|支出|资金|绩效|区级|市级|省级|县级|本级|年度|使用|本|该|各|我|此|这|全市|全区|全县|全省|中央|地方|转移支付|对|我们|工作|评价|自评|自我|开展|情况|目标|以下|全部|所有|的|和|及|与|了|由)+$/

/** Whether a text may be a project's name: more than the words of every title. */
export const isName = (text: string) =>
  text.length >= 2 &&
  !nameless.test(text) &&
  !/\d个(?:\p{Script=Han}{2})?项目/u.test(text) &&
  /\p{Script=Han}{2}/u.test(text)

/** The project's name as the report gives it, without a closing 项目; null where no sentence names it. */
export const projectInProse = (title: string, lines: readonly string[]) =>
  asWritten(findProject(title, lines), [...title.split('\n'), ...lines])

/** 城区绿化养护绩效自评表, in a title alone: elsewhere the words before it may be anything. */
const beforeForm =
  /^((?!.*(?:20\d\d|部门|单位|整体|本级|年度))[^。，,；;：:]{4,40}?)(?:项目)?(?:支出)?绩效(?:自评|评价)(?:(?:明细|情况|结果)?[表卡]|报告|明细|情况|结果|$)/

/** 石渠县包虫病综合防治 of a title is what the text calls 包虫病综合防治; 城区 and 灌区 are no places of its. */
function withoutPlace(project: string, lines: readonly string[]): string {
  const own = project.replace(/^\p{Script=Han}{2,9}?(?:[省市县旗州盟]|(?<![城社小园灌库景校牧山林])区)/u, '')
  const isOwn = lines.map(plain).some((line) => line.includes(`${own}项目`) && !line.includes(project))
  return isName(own) && isOwn ? own : project
}

function findProject(title: string, lines: readonly string[]): string | null {
  // 城区绿化养护（2022年度）绩效自评表 says what it says without brackets.
  const all = [...titleParts(title), wrapped(title), ...lines.map(plain)].map((line) =>
    line.replace(/\((20\d\d年度?)\)/, '$1'),
  )
  for (const form of projectForms)
    for (const line of all) {
      const found = form
        .exec(line)?.[1]
        ?.replace(/^.*(?:20\d\d年度?的?|关于)/, '')
        .replace(
          /(?:项目)?(?:专项)?(?:资金|经费)?的?(?:使用|管理|实施|支出|执行)(?:管理)?情况的?$|(?:项目)?的?$/,
          '',
        )
      if (found !== undefined && isName(found)) return withoutPlace(found, lines)
    }
  const titled = titleParts(title).flatMap(
    (line) => beforeForm.exec(line.replace(/\(20\d\d年度?\)$/, ''))?.[1] ?? [],
  )
  return titled.find((found) => isName(found) && !whole.test(found)) ?? null
}

/** The year that the text speaks of first, where the title names none; else the only one in which anything was carried out. */
export function yearInProse(title: string, lines: readonly string[]): string | null {
  if (yearIn(title) !== null) return null
  const about = lines.filter(
    (line) =>
      /20\d\d年度|20\d\d年.{0,20}(?:绩效|自评|预算)/.test(plain(line)) && !/依据|印发|办法/.test(line),
  )
  const year = about.map(yearIn).find((found) => found !== null)
  if (year !== undefined) return String(year)
  const done = lines.flatMap((line) => [...plain(line).matchAll(carriedOutIn)].map(([, found]) => found))
  const [only, another] = new Set(done)
  return only === undefined || another !== undefined ? null : only
}
/** 2021年，县教育局实施了校舍维修项目; 2021年，县财政安排校舍维修资金 */
const carriedOutIn =
  /(20\d\d)年[^。；;]{0,40}?(?:(?:实施|开展)了|(?:安排|下达|批复)[^。；;]{0,40}?(?:资金|预算|经费|实施))/g

const totalForms = [
  /(?:总分|总得分|综合得分)(?:为|是|达到?|[:：])?(\d{1,3}(?:\.\d+)?)分/,
  /(?:自评得分|评价得分|最终得分|^得分|综合评分|评价结果|自评结果|结果)(?:为|是|达到?|[:：])?(\d{1,3}(?:\.\d+)?)分/,
  /(?:自评|评价|评分|打分|得分)[^满]{0,12}?(\d{1,3}(?:\.\d+)?)分/,
  /^\d?(?:自评)?总(?:得)?分[:：]?(\d{2,3}(?:\.\d+)?)$/,
]

/** What the levels come to together: 产出指标得49分，效益指标得29分，合计98分. */
const sumOfLevels = /产出.*效益.*(?:合计|总计|共计)(?:得分|得)?(?:为|是|[:：])?(\d{1,3}(?:\.\d+)?)分/

/** 预算执行率96%，得分9.6分: what the execution scored is no total, and a total may follow it in its sentence. */
const executed =
  /[^\d，,。；;()]*执行率[^，,。；;]*(?:[，,][^，,。；;总综]{0,6}得分?(?:为|是|[:：])?(?:1?\d|20)(?:\.\d+)?分)?[，,]?/g

/** 三、自评得分 over 97.3分. */
const headOfTotal = new RegExp(`^${itemNumber}\\s*(?:自评|评价|综合|项目)*(?:得分|总分|评分)[:：]?$`)

/** The total that the conclusion states; sentences on single indicators say only what those scored. */
export function totalInProse(written: readonly string[]): string | null {
  const lines = written.map((line, at) =>
    headOfTotal.test(written[at - 1]?.trim() ?? '') ? `得分：${line}` : line,
  )
  const all = lines.flatMap((line) =>
    plain(line)
      .replace(executed, '')
      .split(/[。；;]/),
  )
  const sentences = all.filter(
    (sentence) =>
      !/满分|分值|权重|(?:目标|指标|完成)值|该指标|本指标|(?:该|本)项(?!目)|产出|效益|满意度/.test(
        sentence.replace(/\([^()]*\)/g, ''),
      ) || /总分|总得分|综合(?:得分|评[分价定]|自评)/.test(sentence),
  )
  for (const form of totalForms)
    for (const sentence of sentences) {
      const found = form.exec(sentence)?.[1]
      if (found !== undefined) return found
    }
  for (const sentence of all) {
    const found = sumOfLevels.exec(sentence)?.[1]
    if (found !== undefined) return found
  }
  return null
}

const gradeWords = '(优秀|良好|优|良|中等|中|合格|不合格|一般|较差|差)'
const gradeForms = [
  new RegExp(
    `(?:等级|等次|级别|档次)(?:评定|确定)?(?:为|是|属于|达到|[:：])?[“"‘「【]?${gradeWords}(?![一-龥]*等级)`,
  ),
  new RegExp(
    `(?:评定|评价|自评|结果|结论)(?:结果|结论)?(?:为|是)[“"‘「【]?${gradeWords}(?=[”"’」】，。,；;、]|等|级|$)`,
  ),
  new RegExp(
    `\\d分[，,、(（]?(?:属于?|为|达到|评为|等级为)?[“"‘「【(（]?${gradeWords}(?=[”"’」】，。,；;、)）]|等|级|$)`,
  ),
]

/** The grade that the conclusion states, in its own word. */
export function gradeInProse(lines: readonly string[]): string | null {
  for (const form of gradeForms)
    for (const line of lines) {
      const found = form.exec(plain(line))?.[1]
      if (found !== undefined) return found
    }
  return null
}
