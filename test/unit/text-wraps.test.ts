import { describe, expect, test } from 'vitest'
import { rowsOfLines } from '#ingest/readers/drawn-wraps.ts'

/** Columns of text in line whose cells wrap, with no empty line between the rows. */

const widthOf = (text: string) => [...text].reduce((sum, one) => sum + (/[ -~]/.test(one) ? 1 : 2), 0)
const joined = (...lines: string[]) =>
  rowsOfLines(
    lines.map((line) => line.split('|')),
    widthOf,
  ).map((row) => row.join('|'))
const headings = '二级指标|三级指标|指标值|分值|得分|原因分析'

describe('lines with a few cells alone', () => {
  test('are the rest of the row above, where that had no more room', () => {
    const row = '数量指标|栽植乔木|≥8株|10|9|天旱少雨'
    expect(joined(headings, row, '|株数||||；已补植', '服务对象|居民满意|≥9%|10|10|', '满意度|||||')).toEqual(
      [headings, '数量指标|栽植乔木株数|≥8株|10|9|天旱少雨；已补植', '服务对象满意度|居民满意|≥9%|10|10|'],
    )
  })

  test('stand over and under the line whose middle is theirs', () => {
    expect(
      joined(
        headings,
        '|||||天旱少雨',
        '数量指标|栽植乔木|≥8株|10|9|',
        '|||||已经补植',
        '质量指标|成活率|≥9%|10|10|',
      ),
    ).toEqual([headings, '数量指标|栽植乔木|≥8株|10|9|天旱少雨已经补植', '质量指标|成活率|≥9%|10|10|'])
  })

  test('are the rest of a level that broke before its last word, though it had room', () => {
    expect(
      joined(
        headings,
        '数量指标|乔木|≥8株|10|9|',
        '满意度|居民评价|≥9%|10|10|',
        '指标|||||',
        '总分|||20|19|',
      ),
    ).toEqual([headings, '数量指标|乔木|≥8株|10|9|', '满意度指标|居民评价|≥9%|10|10|', '总分|||20|19|'])
  })

  test('stay as they are where there was room, or where they are rows of their own', () => {
    const lines = [
      headings,
      '数量指标|乔木|≥8株|10|9|',
      '|株数||||',
      '质量指标|成活率|≥9%|10|10|',
      '总分|||20|19|',
    ]
    expect(joined(...lines)).toEqual(lines)
    const closed = [headings, '满意度指标|居民|≥9%|10|9|', '总分 9.1|||||']
    expect(joined(...closed)).toEqual(closed)
  })
})
