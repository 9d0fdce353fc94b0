import { expect, test } from 'vitest'
import { withLabelsOnTop } from '#ingest/readers/drawn-levels.ts'

/** Labels of several rows in text in line, which a printed page puts beside or between the middle ones. */

const moved = (...lines: string[]) =>
  withLabelsOnTop(lines.map((line) => line.split('|'))).map((row) => row.join('|'))
const headings = '一级指标|二级指标|三级指标|指标值|得分'

test('a label at the middle of its rows is that of the first, wherever their middle is', () => {
  expect(
    moved(
      headings,
      '|数量指标|乔木|8株|9',
      '产出指标|质量指标|成活率|9%|9',
      '|时效指标|及时率|9%|9',
      '|社会效益|务工|9人|9',
      '效益指标||||',
      '|生态效益|绿地率|9%|9',
      '满意度|满意度|居民满意|9%|9',
      '总分||||54',
    ),
  ).toEqual([
    headings,
    '产出指标|数量指标|乔木|8株|9',
    '|质量指标|成活率|9%|9',
    '|时效指标|及时率|9%|9',
    '效益指标|社会效益|务工|9人|9',
    '|生态效益|绿地率|9%|9',
    '满意度|满意度|居民满意|9%|9',
    '总分||||54',
  ])
})

test('labels stay where they are beside their first rows, or where they are no middles', () => {
  const first = [headings, '产出指标|数量指标|乔木|8株|9', '|质量指标|成活率|9%|9']
  expect(moved(...first)).toEqual(first)
  const uneven = [
    headings,
    '|数量指标|乔木|8株|9',
    '产出指标|质量指标|成活率|9%|9',
    '|时效指标|及时率|9%|9',
    '|时效指标|及时率|9%|9',
  ]
  expect(moved(...uneven)).toEqual(uneven)
})
