import { expect, test } from 'vitest'
import { rowsOfStream } from '#ingest/layouts/text/text-rows.ts'

/** Forms whose cells stand apart by spaces alone: null ends a line, and empty cells are lost. */
const rowsOf = (...lines: string[]) => rowsOfStream(lines.flatMap((line) => [...line.split(' '), null]))
/** The same with a cell a line and empty cells kept, as - here. */
const blanksKept = (...lines: string[]) =>
  rowsOfStream(lines.flatMap((line) => line.split(' ').map((cell) => (cell === '-' ? '' : cell))))

test('weights may stand beside each level, and second levels of decision and process are levels', () => {
  const heading = '一级指标 分值 二级指标 分值 三级指标 分值 目标值 完成值 得分'
  const decision = '决策 10 项目立项 10 立项依据充分性 10 充分 充分 10'
  const output = '产出 50 数量 20 电话接听量 10 不低于776次 962次 10'
  const more = '资助学生人数 10 2606人以上 2401人 9'
  expect(rowsOf(heading, decision, output, more)).toEqual([
    heading.split(' '),
    decision.split(' '),
    output.split(' '),
    ['', '', '', '', ...more.split(' ')],
  ])
  expect(blanksKept(heading, decision, output, more)).toEqual(rowsOf(heading, decision, output, more))
})

test('of two goals side by side each keeps its own levels, names and targets', () => {
  const heading = '一级指标 二级指标 三级指标 指标值 二级指标 三级指标 指标值'
  const first = '产出指标 数量指标 举办场次 三年≥58场 数量指标 举办场次 ≥20场'
  const second = '服务人次 三年不少于9822人次 服务人次 不少于3200人次'
  const [, one, two] = rowsOf(heading, first, second)
  expect(one).toEqual(first.split(' '))
  expect(two).toEqual(['', '', ...second.split(' ').slice(0, 2), '', ...second.split(' ').slice(2)])
})

test('goals one below the other stay apart, each behind its label', () => {
  const heading = '一级指标 二级指标 三级指标 指标值'
  const rows = rowsOf(
    `长期绩效指标 ${heading}`,
    '产出 数量指标 受理件数 2400件',
    `年度绩效指标 ${heading}`,
    '产出 数量指标 受理件数 800件',
  )
  expect(rows).toEqual([
    ['长期绩效指标', ...heading.split(' ')],
    ['', '产出', '数量指标', '受理件数', '2400件'],
    ['年度绩效指标', ...heading.split(' ')],
    ['', '产出', '数量指标', '受理件数', '800件'],
  ])
})

test('of headings that may mean the target the likeliest takes the value', () => {
  const rows = rowsOf(
    '一级指标 二级指标 三级指标 绩效标准 上年实际值 当年预期实现值',
    '产出指标 数量指标 发放户数 历史标准 2000户 ≥2120户',
    '举办场次 24场',
  )
  expect(rows[1]).toEqual(['产出指标', '数量指标', '发放户数', '历史标准', '2000户', '≥2120户'])
  expect(rows[2]?.filter((cell) => cell !== '')).toEqual(['举办场次', '24场'])
})

test('what divides the reasons and the outlook of a monitoring form stands in their place', () => {
  const heading =
    '一级指标 二级指标 三级指标 年度指标值 1-8月完成情况 偏差原因分析 完成目标可能性 经费保障 制度保障 人员保障 硬件条件保障 确定能 有可能 完全不可能'
  const rows = blanksKept(
    heading,
    '产出指标 数量指标 资助人数 ≥1615人 921人 - - - - √ - -',
    '质量指标 合格率 ≥98% 88.3% - - - - √ - -',
  )
  expect(rows[0]).toEqual(heading.split(' ').filter((text) => !/原因|可能性/.test(text)))
  expect(rows[2]?.slice(0, 5)).toEqual(['', '质量指标', '合格率', '≥98%', '88.3%'])
  expect(rows[2]?.[9]).toBe('√')
})

test('a rate of execution that is scored as an indicator begins no fund block', () => {
  const rows = rowsOf(
    '一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分',
    '预算执行率（10分） 预算执行率 预算执行率 100% 69.31% 10 6.93',
    '产出指标 数量指标 购置台数 ≥38台 42台 10 10',
  )
  expect(rows[1]?.slice(2)).toEqual(['预算执行率', '100%', '69.31%', '10', '6.93'])
  expect(rows).toHaveLength(3)
})

test('a reason is no name, and neither is an outcome in the words of the forms', () => {
  const rows = rowsOf(
    '一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因',
    '产出指标 时效指标 完工时限 12月底前 按时完成 10 10 受疫情影响，下一步加快实施',
    '质量指标 质量达标情况 是 是 10 10',
  )
  expect(rows.map((row) => row[2])).toEqual(['三级指标', '完工时限', '质量达标情况'])
})

test('numbers before the levels, 单位 behind a target and torn headings keep their place', () => {
  const heading = '序号 一级指标 二级指标 指标名称 指标性质 目标值 单位 完成值 分值 得分 偏差原因分析'
  const rows = blanksKept(
    ...heading.split(' '),
    '及改进措施',
    ...'1 产出指标 数量指标 床位数 ≥ 48 张 52张 50 50 -'.split(' '),
    ...'2 满意度指标 服务对象满意度指标 老人满意度 ≥ 90 % 91% 50 50 -'.split(' '),
  )
  expect(rows[0]).toEqual([...heading.split(' ').slice(0, -1), '偏差原因分析及改进措施'])
  expect(rows.slice(1).map((row) => row.slice(3, 8))).toEqual([
    ['床位数', '≥', '48', '张', '52张'],
    ['老人满意度', '≥', '90', '%', '91%'],
  ])
})

test('an outcome in the words of forms is no name', () => {
  const heading = '一级指标 二级指标 三级指标 年度指标值 1-8月执行情况 全年预计完成情况'
  const rows = rowsOf(
    heading,
    '产出指标 时效指标 补助发放时间 3月底前 正在推进 3月底前',
    '质量指标 合格率 百分之九十五以上 97% 97%',
  )
  expect(rows.slice(1).map((row) => row.slice(2, 5))).toEqual([
    ['补助发放时间', '3月底前', '正在推进'],
    ['合格率', '百分之九十五以上', '97%'],
  ])
})

test('what the form came to, said behind its last indicator, is none', () => {
  const row = '满意度指标 服务对象满意度 群众满意度 90% 95% 10 10'
  const heading = '一级指标 二级指标 三级指标 目标值 实际值 权重 得分'
  expect(rowsOf(heading, row, '预算执行得分：9.8分 自评总分：99.66分')).toEqual([
    heading.split(' '),
    row.split(' '),
    ['预算执行得分：9.8分'],
    ['自评总分：99.66分', '', '', '', '', '', ''],
  ])
})

test('a name may begin with a figure, and the label of the block be that of the levels', () => {
  const [heading, hotline] = rowsOf(
    '绩效指标 绩效指标 目标值 实际值 权重 得分',
    '一级指标 二级指标 三级指标',
    '产出指标 数量指标 12345热线受理量 28万件 29万件 6 6',
    '满意度指标 服务对象满意度 群众满意度 90% 95% 10 10',
  )
  expect(heading).toEqual(['一级指标', '二级指标', '三级指标', '目标值', '实际值', '权重', '得分'])
  expect(hotline).toEqual(['产出指标', '数量指标', '12345热线受理量', '28万件', '29万件', '6', '6'])
})

test('a unit that a space parted from its figure belongs to it, beside a column of units too', () => {
  const [, row] = rowsOf(
    '一级指标 二级指标 三级指标 目标值 实际值 权重 得分',
    '产出指标 数量指标 栽植乔木 不少于 800 株及以上 ８１２ 株 6 6',
  )
  expect(row).toEqual(['产出指标', '数量指标', '栽植乔木', '不少于800株及以上', '８１２株', '6', '6'])
  const [, share] = rowsOf(
    '一级指标 二级指标 三级指标 指标性质 指标值 度量单位 实际值 权重 得分',
    '产出指标 质量指标 成活率 ≥ 90 % 95 % 6 6',
  )
  expect(share).toEqual(['产出指标', '质量指标', '成活率', '≥', '90', '%', '95%', '6', '6'])
})
