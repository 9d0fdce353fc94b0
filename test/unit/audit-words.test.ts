import { describe, expect, test } from 'vitest'
import { findingsOf } from '#app/audit/index.ts'
import { reportedOf, type Sketch } from '#app/audit/sketch.ts'
import { subjectOf } from '#app/audit/subject.ts'
import { readReference } from '#ingest/reference.ts'

/*
 * Words as people of the field write them, and what a person of the field makes of each: rules that read words
 * are only as good as their lists.
 */

const { ruleSets, thresholds } = readReference()

const speaks = (rule: string, sketch: Sketch) =>
  findingsOf(subjectOf(reportedOf(sketch), ruleSets), thresholds).some((finding) => finding.rule === rule)

const row = (name: string, target: string, actual = '5') => ({
  rows: `质量指标 | ${name} | ${target} | ${actual} | 10 | 10`,
})

const listed = (text: string) => text.trim().split(/\s+/)

describe('a target in words can be measured where it names a degree, a date or a state', () => {
  const effect = (target: string) => ({ rows: `社会效益指标 | 项目效果 | ${target} | 已完成 | 10 | 10` })
  test.each(
    listed(`促进经济社会发展 加强管理 做好服务工作 推动产业发展 服务群众 保障民生 提供优质服务 加强监督检查
      搞好绿化工作 促进就业 维护社会和谐 加强队伍建设 优化营商环境 推进信息化建设 高度重视 尽力而为
      保障工作开展 丰富文化生活`),
  )('%s: no', (target) => expect(speaks('unmeasurable', effect(target))).toBe(true))
  test.each(
    listed(`明显改善 有所提升 显著提高 健全 长期 建立 有力 明确 良好 优 较高 达标 合格 全覆盖 有效保障 有效促进
      及时 按时完成 零投诉 应补尽补 不断提高 逐步完善 完成 符合标准 2019年12月底前 无 稳定 效果明显 充分 规范
      持续改善 大幅降低 保质保量 无重大事故 全面落实 建成并投入使用 正常运转 公开透明`),
  )('%s: yes', (target) => expect(speaks('unmeasurable', effect(target))).toBe(false))
})

describe('a share has a whole that bounds it', () => {
  test.each(
    listed(`验收合格率 补贴发放率 参保率 群众满意度 公示率 成活率 就业率 服务覆盖面 整改落实率 问题处置率
      培训合格率 资料完整率 信息公开率 设备完好率 项目验收率 投诉处理率 数据准确率 入学率 按时办结率 知晓度
      办件及时率 优良率 受益率`),
  )('%s', (name) => expect(speaks('rate-over-100', row(name, '100%', '108%'))).toBe(true))
  test.each(listed('设备到位率 资金到位率 任务完成率 增长率 预算执行率 床位使用率'))('%s has none', (name) =>
    expect(speaks('rate-over-100', row(name, '100%', '108%'))).toBe(false),
  )
})

describe('a target asks for the way that its name means', () => {
  const aimed = (text: string) => {
    const [name = '', sign = '', value = ''] = text.split(/([≥≤])/)
    return row(name, `${sign}${value}`)
  }
  test.each(
    listed(`项目总成本≥50万元 事故发生率≥1% 安全事故起数≥1起 群众满意度≤90% 服务覆盖率≤95% 投诉率≥5%
      办结时限≥5个工作日 人均成本≥300元/人 运行费用≥30万元 合格率≤98% 及时率≤98% 污染物排放量≥20吨
      失业率≥4% 返工率≥2% 故障率≥1%`),
  )('%s does not', (text) => expect(speaks('operator-direction', aimed(text))).toBe(true))
  test.each(
    listed(`完成时间≥6个月 培训人数≤300人 差错率≤1% 补助标准≥170元/户 能耗下降率≥3% 节约成本≥5万元
      成本节约率≥5%`),
  )('%s does, or nobody can tell', (text) => expect(speaks('operator-direction', aimed(text))).toBe(false))
})

describe('target and outcome are counted alike', () => {
  const counted = (pair: string) => {
    const [target = '', actual = ''] = pair.split(':')
    return row('指标', target, actual)
  }
  test.each(
    listed(`300人:310名 50家:52户 12次:12场 100%:98 3公里:3000米 50万元:500000元 15亩:1公顷 30天:1个月
      20台:20套 3吨:3000公斤 1套:1个 100份:100本 20km:20公里 10处:10个 5座:5个`),
  )('%s', (pair) => expect(speaks('unit-mismatch', counted(pair))).toBe(false))
  test.each(
    listed(`300人:300人次 12个:12项 ≥95%:310人 300人:300万元 5000平方米:5000米 170元/户:170元/人 12期:12人
      10项:10个 10个:10次`),
  )('%s are not', (pair) => expect(speaks('unit-mismatch', counted(pair))).toBe(true))
})

describe('what the text says is held against the tables', () => {
  const report: Sketch = {
    rows: `数量指标 | 支持中小企业数量 | 4000户 | 4800户 | 10 | 10
      满意度指标 | 受益对象满意度 | ≥95% | 96% | 10 | 10
      质量指标 | 政策知晓率 | ≥90% | 93% | 10 | 10
      成本指标 | 补助标准 | 170元/户 | 170元/户 | 10 | 10`,
    funds: { budget: 500000, arrived: 500000, spent: 480000, rate: 96 },
    total: 98,
    grade: '优',
  }
  const said = (text: string) => ({ ...report, text: [text] })
  test.each([
    '实际支持中小企业数量5200户。',
    '共支持中小企业5300户。',
    '全年支持中小企业4500户，完成目标。',
    '计划支持中小企业4500户。',
    '受益对象满意度为86%。',
    '经调查，受益对象满意度达92%。',
    '满意度调查结果为88%。',
    '年初预算安排60万元。',
    '项目实际支出45万元。',
    '全年共支出42万元，结余8万元。',
    '实际到位资金45万元。',
    '自评得分95分。',
    '综合得分为96.5分，等级为优。',
    '自评等级为良。',
    '按照每户180元的标准补助。',
    '补助标准为160元/户。',
    '政策知晓率达到83%。',
    '预算执行率为90%。',
  ])('%s is not so', (text) => expect(speaks('text-against-table', said(text))).toBe(true))
  test.each([
    '支持中小企业数量达到4800户，超额完成。',
    '共服务企业4800余户。',
    '满意度达到96%。',
    '家长满意度为90%，教师满意度为97%。',
    '项目资金50万元，全部到位。',
    '年初预算50万元。',
    '全年共支出48万元。',
    '单位年度预算3000万元。',
    '宣传活动4场，共支出3万元。',
    '自评总分98分。',
    '评价结果为优秀。',
    '评价等级为优（90分以上）、良（80-90分）、中、差四个等级。',
    '按照每户170元的标准补助。',
    '补助标准分别为每户180元、每户150元。',
    '政策知晓率由85%提高到93%。',
    '政策知晓率目标90%，实际93%。',
    '截至6月底支出20万元，预算执行率为40%。',
    '其中第一季度支出12万元。',
    '2018年支持中小企业数量3900户。',
    '产出指标得分40分。',
    '满分100分，自评98分。',
    '资金执行率为96%。',
    '支持中小企业4800户，其中小微企业3200户。',
    '计划支持4000户，实际支持4800户，完成率120%。',
    '全区共有企业12000户，支持4800户。',
  ])('%s', (text) => expect(speaks('text-against-table', said(text))).toBe(false))
})

describe('a problem is one that the text names', () => {
  const full = (text: string) => ({
    rows: '数量指标 | 培训人数 | 300人 | 310人 | 90 | 90',
    total: 100,
    text: text.split('/'),
  })
  test.each([
    '五、存在的问题/项目实施进度偏慢，宣传力度不够。',
    '存在问题及改进措施：宣传力度不够，下一步加大宣传。',
    '五、主要经验做法、存在的问题和建议/1.宣传力度不够。',
    '存在的主要问题：一是资金拨付不及时；二是人员不足。',
    '六、问题及原因分析/部分设备老化。',
    '四、存在的不足及下一步工作打算/项目档案整理不够规范。',
  ])('%s', (text) => expect(speaks('problem-without-loss', full(text))).toBe(true))
  test.each([
    '存在的问题：无。',
    '（一）存在的主要问题/无',
    '有效解决了群众办事难的问题。',
    '存在的主要问题：暂无',
    '下一步改进措施/继续加强管理。',
  ])('%s names none', (text) => expect(speaks('problem-without-loss', full(text))).toBe(false))
})
