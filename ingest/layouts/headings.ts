import { plain } from './grid.ts'

/** What a column or a label can mean; the words that say so stand below. */
export type Field = (typeof fields)[number]
const fields = [
  'year',
  'district',
  'districtCode',
  'department',
  'unit',
  'project',
  'sector',
  'programme',
  'level1',
  'level2',
  'name',
  'operator',
  'target',
  'targetUnit',
  'actual',
  'weight',
  'score',
  'reason',
  'budget',
  'adjusted',
  'arrived',
  'spent',
  'executionRate',
  'total',
  'grade',
  'date',
  'stage',
  'source',
  'amount',
  'ignored',
] as const

/** Every heading met so far. `ignored` ones are known and carry nothing we keep. */
const words: Record<Field, string> = {
  year: '年度 年份 预算年度 项目年度 评价年度 所属年度 资金年度 会计年度',
  district:
    '区县 区划 行政区划 行政区 地区 所属区县 所在区县 县区 县(区) 区(县) 县市区 市县 所属地区 区域 区县名称 行政区划名称 所属区划',
  districtCode: '区划代码 行政区划代码 区县代码 行政区划编码',
  department:
    '主管部门 主管部门及代码 主管部门名称 主管单位 部门 部门名称 市级主管部门 省级主管部门 中央主管部门 区级主管部门 县级主管部门 业务主管部门 主管预算部门 一级预算单位',
  unit: '实施单位 项目单位 预算单位 项目实施单位 单位名称 资金使用单位 填报单位 单位 承担单位 预算单位名称 实施单位名称 项目承担单位 使用单位 申报单位 执行单位 评价单位 自评单位 收款单位',
  project:
    '项目名称 项目 专项名称 专项资金名称 转移支付项目名称 转移支付(项目)名称 项目(政策)名称 自评项目名称',
  sector: '行业 所属行业 领域 所属领域 行业领域 行业类别',
  programme: '项目类别 可比项目 项目大类 政策名称',
  level1: '一级指标 一级指标名称 指标类型 一级',
  level2: '二级指标 二级指标名称 二级',
  name: '三级指标 三级指标名称 指标名称 指标 绩效指标名称 指标内容 四级指标 具体指标 三级',
  operator: '指标性质 运算符号 计算符号 指标方向 比较符 符号',
  target:
    '年度指标值 指标值 预期指标值 年初目标值 目标值 年度目标指标值 年度目标值 当年预期实现值 指标值及单位 计划指标值 计划值 年初指标值 年初设定指标值 预期目标值 全年目标值 绩效目标值 年度绩效目标值 预期值 目标指标值 全年指标值 年度预期指标值 计划完成值 目标完成值',
  targetUnit: '度量单位 计量单位 指标单位 指标值单位',
  actual:
    '实际完成值 全年实际值 全年实际完成值 全年完成值 完成值 实际完成指标值 实际值 实际完成情况 完成情况 指标完成值 实际完成 全年实际完成情况 指标完成情况 实际完成数 年度实际完成值 1-7月执行数 1-7月执行情况 实际指标值 自评完成值',
  weight: '分值 权重 参考分值 标准分值 指标分值 指标权重 满分 标准分 分值(权重) 权重(分值) 分值权重',
  score: '得分 自评得分 评价得分 指标得分 实际得分 自评分 评分 自评分值',
  reason:
    '偏差原因分析及改进措施 未完成原因分析 未完成原因及拟采取的改进措施 未完成原因及改进措施 未完成原因和改进措施 未达到指标值原因 原因说明 未完成原因 偏差原因分析 偏差原因 偏差原因及改进措施 未完成原因分析及改进措施 偏差原因分析与改进措施 未完成原因分析与改进措施 偏离原因分析及改进措施 偏差原因分析及整改措施',
  budget: '年初预算数 年初预算 年初预算金额 年初预算安排 年初批复预算数 预算批复数',
  adjusted:
    '全年预算数 调整后预算数 调整预算数 预算数 转移支付预算数 全年预算 调整后预算 预算金额 全年预算金额 预算资金 项目预算 调整后全年预算数 预算总额 项目预算数',
  arrived: '到位数 资金到位数 实际到位数 到位资金 实际到位资金 资金到位 到位金额 实际到位 全年到位数',
  spent:
    '全年执行数 预算执行数 执行数 转移支付执行数 执行金额 全年执行 支出数 实际支出数 实际支出 全年支出数 支出金额 使用数 实际执行数 实际支出金额 全年实际支出',
  executionRate: '执行率 预算执行率 全年执行率 资金执行率 支出率 预算完成率',
  total:
    '总分 自评总分 项目总得分 总得分 自评总得分 综合得分 评价总分 合计得分 自评结果得分 最终得分 项目得分',
  grade:
    '等级 自评等级 评价等级 评价等次 绩效等级 自评结果 评价结果 自评等次 等次 评定等级 绩效评价等级 自评结论等级',
  date: '日期 记账日期 支付日期 业务日期 发生日期 时间 拨付日期 到账日期 支出日期 下达日期 凭证日期 入账日期 发生时间 支付时间',
  stage:
    '资金环节 环节 业务类型 资金状态 收支类型 资金阶段 阶段 流转环节 业务环节 类型 资金流向 业务类别 资金类型 流水类型',
  source: '资金来源 来源 资金性质 来源级次 资金级次 资金渠道 经费来源 资金来源级次',
  amount: '金额 发生额 发生金额 拨付金额 本次金额 支付金额 资金金额 资金额 数额',
  ignored:
    '序号 备注 摘要 凭证号 项目代码 项目编码 项目编号 单位代码 单位编码 指标说明 指标解释 评分标准 评分规则 评分依据 用途 经办 数据来源 佐证材料 说明 文号 收款人 联系人 联系电话',
}

const meanings = new Map(
  fields.flatMap((field) => words[field].split(' ').map((word): [string, Field] => [word, field])),
)

const moneyUnits = /(?:单位[:：]?)?(亿元|百万元|万元|千元|元)/

/** A heading's meaning and, where it names one, its money unit; null for words never met. */
export interface Heading {
  field: Field
  unit: string | null
}

/** Reads a heading by its words: 年初预算数（万元） is `budget` in 万元; (A), (B/A) and (10分) say nothing. */
export function headingOf(text: string): Heading | null {
  const whole = plain(text)
  if (whole === '' || whole.length > 30) return null
  const bare = whole.replace(/\([^()]*\)|[:：*★、]/g, '').replace(/[,，;；]?单位(?:亿|百万|万|千)?元$/, '')
  const field =
    meanings.get(whole) ??
    meanings.get(bare) ??
    meanings.get(bare.replace(/^(?:项目|年度)(?=.{3})/, '')) ??
    null
  return field === null ? null : { field, unit: moneyUnitIn(whole) }
}

/** The money unit that a heading names in brackets or after 单位; null where it names none. */
export function moneyUnitIn(text: string): string | null {
  const bracketed = /[(（]([^()（）]*)[)）]/.exec(text)?.[1] ?? /单位[:：]?(.{1,3})$/.exec(text)?.[1]
  return bracketed === undefined ? null : (moneyUnits.exec(bracketed)?.[1] ?? null)
}
