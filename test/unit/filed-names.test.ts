import { expect, test } from 'vitest'
import { namedByFile } from '#ingest/filed-names.ts'
import { layoutOf } from '#ingest/layouts/index.ts'
import { readTxt } from '#ingest/readers/txt.ts'

const rows = [
  ['一级指标', '二级指标', '三级指标', '指标值', '完成值', '权重', '得分'],
  ['产出指标', '数量指标', '维修水库', '≥8座', '8座', '50', '50'],
  ['效益指标', '社会效益指标', '防洪安全', '有效保障', '有效保障', '50', '50'],
]
const content = readTxt(['项目支出绩效自评表', ...rows.map((row) => row.join('\t'))].join('\n'))
const draft = layoutOf(content)?.layout.draft(content)

test.each([
  ['宜君县水利局/水库维护经费自评表（2021年度）.txt', '宜君县水利局', '水库维护经费'],
  [
    '2020年度/宜君县水库管理中心小型水库维修养护经费绩效自评.txt',
    '宜君县水库管理中心',
    '小型水库维修养护经费',
  ],
  ['宜君县公安局交通警察大队-信号设施维护费-2021年.txt', '宜君县公安局交通警察大队', '信号设施维护费'],
  ['宜君县水利局“水库维护经费”绩效自评.txt', '宜君县水利局', '水库维护经费'],
  ['宜君县水利局（水库维护经费）2022年自评.txt', '宜君县水利局', '水库维护经费'],
  ['附件2：绩效自评报告（定稿）.txt', null, null],
])('%s names what the document does not, and that is told', (path, unit, project) => {
  const found = draft && namedByFile(draft, path.replace('/', '\n'))
  expect(found?.evaluations[0]).toMatchObject({ unit, project })
  expect(found?.problems.filter(({ code }) => code === 'named-by-file')).toHaveLength(unit === null ? 0 : 2)
})

test('a file named after another project than the document is told', () => {
  const filed = (path: string) =>
    draft &&
    namedByFile(
      {
        ...draft,
        evaluations: draft.evaluations.map((one) => ({ ...one, project: '水库维护经费', unit: '水利局' })),
      },
      path,
    ).problems.map(({ code }) => code)
  expect(filed('附件2-困难群众救助补助.txt')).toContain('project-conflict')
  expect(filed('水库维修维护资金.txt')).not.toContain('project-conflict')
})

test('the office in a file name stands for all projects of a document that names no unit', () => {
  const one = draft?.evaluations[0]
  const both = one && draft && { ...draft, evaluations: [one, { ...one, project: '水库维护经费' }] }
  const found = both && namedByFile(both, '宜君县水利局2021年度自评.xlsx')
  expect(found?.evaluations).toMatchObject([
    { unit: '宜君县水利局', project: null },
    { unit: '宜君县水利局', project: '水库维护经费' },
  ])
  expect(found?.problems.filter(({ code }) => code === 'named-by-file')).toHaveLength(1)
})
