import type { Indicator } from '#app/domain/indicator.ts'
import type { SampleEvaluation } from '#data/portfolio.ts'
import { executionRow, level1Points } from './indicators.ts'
import { type Page, type PageCell, type PageTable, paragraph, runLength, sampleNotice } from './page.ts'
import { type Random, randomFrom } from './random.ts'
import { digits } from './spelling.ts'

/** The rows of a report's table: points stand beside the first levels only, and execution is one of them. */
export function reportedIndicators({ evaluation, project }: SampleEvaluation): Indicator[] {
  const random = randomFrom(project.unit, project.name, evaluation.year ?? 0)
  const rows = evaluation.indicators
  const execution = { ...executionRow(evaluation.funds, '预算执行率指标', random), level1Weight: 10 }
  const at = rows.findIndex((row) => row.level1 === '效益指标')
  const weighed = rows.map((row) => ({ ...row, level1Weight: level1Points(rows, row.level1) }))
  return [...weighed.slice(0, at), execution, ...weighed.slice(at)].map((row) => ({
    ...row,
    weight: null,
    reason: null,
  }))
}

const cell = (text: string, spans: Pick<PageCell, 'rowSpan' | 'columnSpan'> = {}): PageCell => ({
  text,
  align: 'center',
  ...spans,
})

function levelCells(rows: readonly Indicator[], index: number, broken: boolean): PageCell[] {
  const row = rows[index]
  const before = rows[index - 1]
  if (!row) return []
  const sameGroup = (left: Indicator, right: Indicator) => left.level1 === right.level1
  const sameKind = (left: Indicator, right: Indicator) =>
    sameGroup(left, right) && left.level2 === right.level2
  const points = `${broken ? '\n' : ''}（${row.level1Weight}分）`
  const level1 = cell(`${row.level1}${points}`, { rowSpan: runLength(rows, index, sameGroup) })
  const level2 = cell(row.level2 ?? '', { rowSpan: runLength(rows, index, sameKind) })
  return [
    ...(before && sameGroup(before, row) ? [] : [level1]),
    ...(before && sameKind(before, row) ? [] : [level2]),
    cell(row.level2 === row.name ? '' : row.name),
  ]
}

const header = (names: readonly string[]): PageCell[] =>
  names.map((text) => ({ text, bold: true, align: 'center' }))

function targetTable(rows: readonly Indicator[]): PageTable {
  return {
    kind: 'table',
    widths: [14, 16, 24, 16],
    rows: [
      header(['一级指标', '二级指标', '三级指标', '预期指标值']),
      ...rows.map((row, index) => [...levelCells(rows, index, false), cell(row.target.text)]),
    ],
  }
}

function outcomeTable(rows: readonly Indicator[], total: number | null): PageTable {
  return {
    kind: 'table',
    widths: [14, 16, 24, 16, 16, 10],
    rows: [
      header(['一级指标', '二级指标', '三级指标', '预期指标值', '实际完成值', '自评得分']),
      ...rows.map((row, index) => [
        ...levelCells(rows, index, true),
        cell(row.target.text),
        cell(row.actual.text),
        cell(row.score === null ? '' : digits(row.score)),
      ]),
      [cell('总分', { columnSpan: 5 }), cell(digits(total ?? 0))],
    ],
  }
}

const wan = (fen: number | null) => `${digits((fen ?? 0) / 1_000_000)}万元`

const heading = (text: string) => paragraph('heading', text)
const body = (text: string) => paragraph('body', text)

function background({ evaluation, goal, flows, project }: SampleEvaluation): Page {
  const { funds, year } = evaluation
  const month = Number(flows.find(({ stage }) => stage === 'arrived')?.date?.slice(5, 7) ?? 3)
  const left = (funds.arrivedFen ?? 0) - (funds.spentFen ?? 0)
  const rest = left > 0 ? `，尚余${wan(left)}` : '，资金已全部支出'
  return [
    heading('一、项目概况'),
    body(`${project.name}项目由${project.unit}具体组织实施，主管部门为${project.department}。`),
    body(`项目内容：${project.programme.goal}。`),
    body(
      `资金安排：${year}年年初预算安排${wan(funds.budgetFen)}，自${month}月起陆续拨付，实际到位${wan(funds.arrivedFen)}，实际支出${wan(funds.spentFen)}，预算执行率为${digits(funds.executionRate ?? 0)}%${rest}。`,
    ),
    heading('二、绩效目标'),
    body(`年度目标：${goal}`),
  ]
}

function method(random: Random): Page {
  const people = random.pick(['业务科室会同财务人员', '分管业务的科室', '项目管理人员与财务人员'])
  return [
    heading('三、自评开展情况'),
    body(`${people}对照年初批复的绩效目标逐项核对台账、凭证和验收资料，填写下表并打分。`),
  ]
}

function achieved(rows: readonly Indicator[], random: Random): Page {
  const [served] = rows.filter((row) => row.level2 === '数量指标')
  const [cost] = rows.filter((row) => row.target.kind === 'unitCost')
  const satisfaction = rows.at(-1)
  const sent = random.whole(12, 40) * 10
  const survey = random.chance(0.7)
    ? `共发放问卷${sent}份，收回有效问卷${sent - random.whole(2, 18)}份，`
    : '经了解，'
  return [
    heading('四、绩效目标完成情况'),
    body(
      `产出方面：${served?.name}计划${served?.target.text}，实际${served?.actual.text}；${cost?.name}为${cost?.actual.text}。`,
    ),
    body('效益方面：各项效益指标完成情况见上表，项目实施对改善公共服务起到了积极作用。'),
    body(
      `满意度方面：${survey}${satisfaction?.name}为${satisfaction?.actual.text}，目标为${satisfaction?.target.text}。`,
    ),
  ]
}

interface LastingProblem {
  said: string
  otherwise: string
  measure: string
}

/** Problems that a project drags along, said in the same words or in others, and what is promised every time. */
const lasting: readonly [LastingProblem, ...LastingProblem[]] = [
  {
    said: '服务热线高峰时段接通率不高，部分来电未能及时回复',
    otherwise: '高峰时段服务热线仍不易接通，部分来电回复不及时',
    measure: '增加值守人员，建立来电登记和限时回复制度',
  },
  {
    said: '绩效指标设置偏粗，个别指标难以量化考核',
    otherwise: '个别绩效指标设置仍偏粗，难以量化',
    measure: '会同主管部门细化指标，补充可以核对的数据来源',
  },
  {
    said: '项目资料归档不够规范，验收材料收集不及时',
    otherwise: '验收材料收集仍不及时，归档不够规范',
    measure: '明确专人管理项目档案，随进度收集验收材料',
  },
]

/** What a project says of its lasting problem in a year; nothing where it has none, or leaves it unsaid. */
function lastingProblem({ evaluation: { year }, project }: SampleEvaluation): Page {
  const random = randomFrom('lasting', project.unit, project.name)
  if (!random.chance(0.5)) return []
  const { said, otherwise, measure } = random.pick(lasting)
  const wording = randomFrom('lasting', project.unit, project.name, year ?? 0).between(0, 1)
  if (wording < 0.15) return []
  return [body(`主要问题：${wording < 0.7 ? said : otherwise}。`), body(`改进措施：${measure}。`)]
}

function conclusion(sample: SampleEvaluation): Page {
  const { evaluation } = sample
  const reasons = evaluation.indicators.flatMap(({ name, reason }) =>
    reason === null ? [] : [{ name, reason }],
  )
  const problems = [
    ...reasons.map(({ name, reason }, index) => body(`${index + 1}.${name}：${reason}。`)),
    ...lastingProblem(sample),
  ]
  return [
    heading('五、自评结论'),
    body(
      `按照评分标准逐项打分，自评得分${digits(evaluation.total.score ?? 0)}分，评价等级为${evaluation.total.grade}。`,
    ),
    heading('六、存在的问题和改进措施'),
    ...(problems.length > 0
      ? problems
      : [body('项目按计划完成，自评未发现需要整改的问题，今后将继续加强日常管理。')]),
  ]
}

/** A narrative self-evaluation with its two tables, as units write it where no form is prescribed. */
export function report(sample: SampleEvaluation): Page {
  const { evaluation, project } = sample
  const { year, total } = evaluation
  const random = randomFrom('report', project.unit, project.name, year ?? 0)
  const rows = reportedIndicators(sample)
  return [
    paragraph('title', `${project.unit}${year}年度`),
    paragraph('title', `${project.name}项目绩效自评报告`),
    body(
      `按照《澜城市项目支出绩效评价管理办法》（澜财绩〔2018〕6号）要求，我单位对${project.name}项目开展了绩效自评，现将情况报告如下。`,
    ),
    ...background(sample),
    targetTable(rows),
    ...method(random),
    outcomeTable(rows, total.score),
    ...achieved(evaluation.indicators, random),
    ...conclusion(sample),
    paragraph('note', sampleNotice),
  ]
}
