import type { Indicator } from '#app/domain/indicator.ts'
import type { Quantity } from '#app/domain/quantity.ts'
import { convertedValue, isTimeUnit, isUnit, perUnitOf, sameUnit } from '#app/domain/units.ts'
import { isExecutionRow } from '#app/domain/weights.ts'
import { cells, words } from './evidence.ts'
import { concluded, type EvaluationRule, planned, type Rule } from './rule.ts'

const unitMismatch: EvaluationRule = {
  id: 'unit-mismatch',
  scope: 'evaluation',
  kinds: concluded,
  title: words('目标与完成值单位不一致', 'Target and outcome in different units'),
  severity: 'error',
  authority: '财预〔2020〕10号：与年初指标值相比评定得分，两者须可比',
  check({ evaluation: { indicators } }) {
    return indicators.flatMap((row, ordinal) => {
      const { target, actual, name } = row
      if (!isMeasured(target) || !isMeasured(actual) || convert(target, actual)) return []
      return {
        ordinal,
        message: words(
          `“${name}”目标为 ${target.text}，完成值为 ${actual.text}，单位“${target.unit}”与“${actual.unit}”不能换算。`,
          `"${name}" aims at ${target.text} but reports ${actual.text}: ${target.unit} and ${actual.unit} do not convert.`,
        ),
        evidence: cells(row, 'target', 'actual'),
      }
    })
  },
  examples: {
    breaks: [
      { rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800人' },
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人次' },
      { rows: '质量指标 | 受益对象覆盖率 | 100% | 4800户' },
      { rows: '成本指标 | 项目总成本 | ≤50万元 | 98%' },
      { rows: '数量指标 | 举办活动 | 12次 | 12个' },
    ],
    passes: [
      { rows: '数量指标 | 支持中小企业数量 | 4000家 | 4800户' },
      { rows: '成本指标 | 项目总成本 | ≤50万元 | 498000元' },
      { rows: '数量指标 | 支持中小企业数量 | 4000户 | 4800' },
      { rows: '数量指标 | 新建站点 | 12个 | 12处' },
      { rows: '数量指标 | 道路长度 | 3公里 | 3200米' },
      { rows: '数量指标 | 举办培训 | 12场 | 12次' },
      { rows: '时效指标 | 办结时限 | 5个工作日 | 3天' },
      { rows: '成本指标 | 补助标准 | 170元/户 | 170元' },
    ],
  },
}

const isMeasured = ({ kind, unit, value }: Quantity) =>
  typeof value === 'number' && kind !== 'date' && unit !== null && unit !== 'ratio' && isUnit(unit)

/** Classifiers of occasions; 个 counts things and stands for theirs, but not for these. */
const occasions = /次$|^[项场期批轮趟回起例宗]$/
const isShare = (unit: string) => unit === '%' || unit === 'pp'

function convert({ unit: planned }: Quantity, { unit: reached }: Quantity): boolean {
  if (planned === null || reached === null) return true
  if (planned === reached || sameUnit(planned, reached) || convertedValue(1, planned, reached) !== null)
    return true
  if (isShare(planned) && isShare(reached)) return true
  if (isTimeUnit(planned) && isTimeUnit(reached)) return true
  if (isLoose(planned, reached) || isGeneric(planned, reached) || isGeneric(reached, planned)) return true
  // 170元 beside 170元/户 leaves its divisor unsaid.
  const isCut = (perUnitOf(planned) === null) !== (perUnitOf(reached) === null)
  return isCut && convertedValue(1, headOf(planned), headOf(reached)) !== null
}

/** Classifiers that people use for each other: 12场 of training are 12次, 500份 of leaflets 500册. */
const interchangeable = [
  '次 场 场次 期 期次 批 批次 轮 回 趟',
  '份 册 本 套',
  '台 辆 部 架 套 件 台套 台件',
  '处 座 所 栋 幢 间',
].map((units) => new Set(units.split(' ')))
const isLoose = (a: string, b: string) => interchangeable.some((units) => units.has(a) && units.has(b))

const isGeneric = (generic: string, other: string) =>
  generic === '个' && !occasions.test(other) && !isShare(other) && !isTimeUnit(other) && !isMeasureUnit(other)

const headOf = (unit: string) => unit.split('/')[0] ?? unit

/** Lengths, weights, areas and money are no things to be counted in 个. */
const isMeasureUnit = (unit: string) => /[米克吨里元亩顷升秒度斤]|\/|[A-Za-z]/.test(unit)

/** Names of shares, and of rates that no whole bounds: money against a plan, growth, use. */
const share = /(?:率|满意度|知晓度|认可度|覆盖度|覆盖面|占比)$/
const unbounded =
  /增长|增幅|提高|提升|上升|增加|下降|降低|减少|同比|环比|完成|达成|实现|执行|到位|使用|利用|周转|收益|回报|利润|盈利|产销|负债|贡献|负荷|投资|拨付|支出|征收|入库|转化|自给|流动|杠杆|汇率|频率|倍率|功率|利率|费率|税率|偿|增速/

const rateOver100: EvaluationRule = {
  id: 'rate-over-100',
  scope: 'evaluation',
  kinds: planned,
  title: words('比率超过100%', 'A share above 100%'),
  severity: 'error',
  authority: '算术：部分占整体的比率不超过100%',
  check({ evaluation: { indicators }, recomputed }) {
    return indicators.flatMap((row, ordinal) => {
      const isShare =
        share.test(row.name.replace(/[(（].*$/, '')) || recomputed.rows[ordinal]?.level === 'satisfaction'
      if (!isShare || unbounded.test(row.name) || isExecutionRow(row)) return []
      const side = (['actual', 'target'] as const).find((one) => rateOf(row[one]) > 100)
      if (side === undefined) return []
      return {
        ordinal,
        message: words(
          `“${row.name}”${side === 'actual' ? '完成值' : '目标值'}为 ${row[side].text}，比率不可能超过 100%。`,
          `"${row.name}" ${side === 'actual' ? 'reports' : 'aims at'} ${row[side].text}, but a share cannot exceed 100%.`,
        ),
        evidence: cells(row, side),
      }
    })
  },
  examples: {
    breaks: [
      { rows: '质量指标 | 受益对象覆盖率 | 100% | 120%' },
      { rows: '满意度指标 | 服务对象评价 | ≥95% | 103%' },
      { rows: '质量指标 | 验收合格率 | ≥292% | 95%' },
      { rows: '质量指标 | 苗木成活率 | 95% | 108%' },
    ],
    passes: [
      { rows: '质量指标 | 受益对象覆盖率 | 100% | 100%' },
      { rows: '经济效益指标 | 产值增长率 | ≥10% | 130%' },
      { rows: '数量指标 | 任务完成率 | 100% | 120%' },
      { rows: '质量指标 | 床位使用率 | 95% | 104%' },
      { rows: '预算执行率 | 预算执行率 | 100% | 102.59%' },
      { rows: '社会效益指标 | 政策知晓率提高 | 10% | 120%' },
    ],
  },
}

function rateOf({ kind, unit, value, upper }: Quantity): number {
  if (kind !== 'percent' && !(kind === 'range' && unit === '%')) return 0
  const rate = upper ?? value
  return typeof rate === 'number' && unit !== 'pp' ? rate : 0
}

const wanted =
  /(?:满意度|满意率|覆盖率|合格率|知晓率|及时率|准确率|通过率|达标率|参与率|完好率|优良率|入学率|就业率|发放率|成活率|公开率|处理率|办结率|落实率|到位率|完成率)$/
const unwanted =
  /(?:成本|费用|成本控制数?|投诉(?:率|次数|量|件数|数)?|事故(?:率|起数|次数|数|发生率)?|差错率|错误率|误差率?|损耗率|损失率|流失率|死亡率|发病率|感染率|违规率|退件率|超期率|失业率|返工率|返修率|故障率|逾期率|排放量|污染物浓度|能耗|(?:办结|办理|响应|处理|处置|等待|审批|到达)(?:时限|时间|时长))$/
const negated = /[不未非无]|下降|降低|减少|节约|节省|压减/

const operatorDirection: EvaluationRule = {
  id: 'operator-direction',
  scope: 'evaluation',
  kinds: planned,
  title: words('目标方向与指标含义相反', "Target's operator contradicts its meaning"),
  severity: 'warning',
  authority: '财预〔2015〕88号：绩效目标要指向明确、合理可行',
  check({ evaluation: { indicators } }) {
    return indicators.flatMap((row, ordinal) => {
      const way = wrongWay(row)
      if (way === null) return []
      const [zh, en] = way === 'low' ? ['越低越好', 'lower is better'] : ['越高越好', 'higher is better']
      return {
        ordinal,
        message: words(
          `“${row.name}”应当${zh}，目标却写成 ${row.target.text}。`,
          `For "${row.name}" ${en}, but its target says ${row.target.text}.`,
        ),
        evidence: cells(row, 'target'),
      }
    })
  },
  examples: {
    breaks: [
      { rows: '成本指标 | 项目总成本 | ≥50万元 | 48万元' },
      { rows: '质量指标 | 有效投诉率 | ≥2% | 1%' },
      { rows: '时效指标 | 业务办结时限 | ≥5个工作日 | 4个工作日' },
      { rows: '满意度指标 | 受益对象满意度 | ≤95% | 96%' },
    ],
    passes: [
      { rows: '成本指标 | 项目总成本 | ≤50万元 | 48万元' },
      { rows: '成本指标 | 补助标准 | ≥170元/户 | 170元/户' },
      { rows: '质量指标 | 投诉处理率 | ≥95% | 96%' },
      { rows: '经济效益指标 | 成本下降率 | ≥5% | 6%' },
      { rows: '社会效益指标 | 群众不满意率 | ≤5% | 3%' },
      { rows: '成本指标 | 项目总成本 | 50万元 | 48万元' },
    ],
  },
}

/** Which way the name asks for where the operator asks for the other; null where they agree or nobody can tell. */
function wrongWay({ name, target: { op, value } }: Indicator): 'low' | 'high' | null {
  if (negated.test(name) || typeof value !== 'number' || value < 0) return null
  if ((op === '>=' || op === '>') && unwanted.test(name)) return 'low'
  return (op === '<=' || op === '<') && wanted.test(name) ? 'high' : null
}

export const measureRules: readonly Rule[] = [unitMismatch, rateOver100, operatorDirection]
