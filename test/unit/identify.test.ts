import { describe, expect, test } from 'vitest'
import { normalName, programmeOf } from '#app/domain/names.ts'
import { identifyDistrict, identifySector, identifyYear } from '#ingest/identify.ts'
import { readReference } from '#ingest/reference.ts'

const reference = readReference()
const nothing = { title: '', path: '', words: '' }

describe('the district', () => {
  test.each([
    ['长安区', null, '根据石家庄市财政局通知', '130102'],
    ['长安区', null, '西安市财政局', '610116'],
    [null, '石家庄市长安区社会保险中心', '', '130102'],
    ['130102', null, '', '130102'],
    [null, '澜城市教育局', '', '990100'],
    [null, '临澜区教育局', '', '990102'],
  ])('%s, unit %s, words %s: %s', (stated, unit, words, code) => {
    expect(identifyDistrict({ district: stated, unit }, { ...nothing, words }, reference).value?.code).toBe(code)
  })

  test('of a name that two cities have stays open, with a problem, where nothing tells them apart', () => {
    const { value, problems } = identifyDistrict({ district: '长安区', unit: null }, nothing, reference)
    expect(value).toEqual({ code: null, name: '长安区' })
    expect(problems.map(({ code }) => code)).toEqual(['district-ambiguous'])
  })

  test('that no evidence names is unknown, with a problem', () => {
    const { value, problems } = identifyDistrict({ district: null, unit: '某单位' }, nothing, reference)
    expect(value).toBeNull()
    expect(problems.map(({ code }) => code)).toEqual(['district-unknown'])
  })
})

describe('the year', () => {
  test.each([
    ['2019年度', '', '', 2019],
    [null, '项目支出绩效自评表（2021年度）', '', 2021],
    [null, '自评报告', '2020/长安区/自评报告.docx', 2020],
    ['2019', '2019年度自评', '2021/file.csv', 2019],
  ])('cell %s, title %s, path %s: %d', (stated, title, path, year) => {
    expect(identifyYear(stated, { ...nothing, title, path }).value).toBe(year)
  })

  test('told differently by cell and title follows the cell and reports both', () => {
    const { value, problems } = identifyYear('2019', { ...nothing, title: '2020年度自评表' })
    expect(value).toBe(2019)
    expect(problems.map(({ code }) => code)).toEqual(['year-conflict'])
  })
})

test.each([
  ['2019年度中小企业网上服务经费项目', null, '中小企业网上服务经费'],
  ['中小企业网上服务经费', null, '中小企业网上服务经费'],
  ['长安区中小企业网上服务经费', '长安区', '中小企业网上服务经费'],
  ['中小企业网上服务经费（2020年）', null, '中小企业网上服务经费'],
  ['2021年', null, '2021年'],
])('%s of %s belongs to the programme %s', (project, district, programme) => {
  expect(programmeOf(project, district)).toBe(programme)
})

test('names that differ only in width, spaces, quotes or brackets are one', () => {
  expect(normalName('“老旧小区” 改造（一期）')).toBe(normalName('老旧小区改造(一期)'))
})

test.each([
  [{ sector: null, department: '临澜区教育局', unit: null, project: null }, '教育'],
  [{ sector: '农业', department: '教育局', unit: null, project: null }, '农业'],
  [{ sector: null, department: null, unit: '长安区社会保险中心', project: null }, '社会保障和就业'],
])('the sector of %j is %s', (names, sector) => expect(identifySector(names, reference)).toBe(sector))
