import { expect, test } from 'vitest'
import { surveySizeOf } from '#app/domain/survey.ts'

test.each([
  ['共发放问卷200份，收回有效问卷188份，满意度为95%。', 188],
  ['发放问卷200份，回收196份，其中有效问卷190份。', 196],
  ['满意度调查共发放调查问卷 1,200 份。', 1200],
  ['随机抽取服务对象，电话回访120人，满意度96%。', 120],
  ['样本量为３００，满意率92%。', 300],
  ['走访了50户受益群众，普遍表示满意。', 50],
  ['经了解，受益对象满意度为95%。', null],
  ['现场抽查工程12处，走访15户施工单位。', null],
  ['满意度调查发放问卷120120120120份。', null],
])('%s: %s were asked', (text, size) => {
  expect(surveySizeOf([text])).toBe(size)
  expect(surveySizeOf(['项目按计划实施。', text])).toBe(size)
})

test('a report without words tells of no survey', () => expect(surveySizeOf([])).toBeNull())
