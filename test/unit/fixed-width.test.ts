import { expect, test } from 'vitest'
import { withoutFixedWidth } from '#ingest/readers/fixed-width.ts'
import { readHtml } from '#ingest/readers/html.ts'

const paragraphs = [
  '城区绿化养护项目绩效自评报告',
  '　　城区绿化养护项目由园林中心实施，全年预算120万元，实际支出118.5万元，资金已经全部到位，使用符合规定，没有发现截留和挪用的情况。',
  '1.数量指标。栽植乔木，年初目标800株，实际完成812.5株，补植草皮2公顷；整修花坛，年初目标36处，实际完成35处，有1处因道路施工没有开工。',
  '2.质量指标。成活率，年初目标95%，实际完成96%。',
]

const cutAt = (width: number, sizeOf: (text: string) => number) =>
  paragraphs.flatMap((text) => {
    const lines = ['']
    for (const one of text) {
      if (sizeOf(`${lines.at(-1)}${one}`) > width) lines.push('')
      lines[lines.length - 1] += one
    }
    return lines
  })
const columnsOf = (text: string) => [...text].reduce((sum, one) => sum + (/[ -~]/.test(one) ? 1 : 2), 0)

test.each([
  ['characters', cutAt(22, ({ length }) => length)],
  ['columns', cutAt(44, columnsOf)],
])('lines cut at a number of %s are whole paragraphs again', (_, lines) => {
  expect(lines.length).toBeGreaterThan(8)
  expect(withoutFixedWidth(lines.join('\n')).split('\n')).toEqual(paragraphs)
})

test('lines of a list and rows of a table that are one as long as the other stay apart', () => {
  const list = ['甲', '乙', '丙', '丁', '戊', '己'].map(
    (one) => `${one}镇栽植乔木八百株，补植草皮两公顷，均已验收。`,
  )
  const rows = ['甲', '乙', '丙', '丁', '戊', '己'].map(
    (one) => `${one}镇栽植乔木八百株    补植草皮两公顷    已验收`,
  )
  for (const lines of [paragraphs, list, rows])
    expect(withoutFixedWidth(lines.join('\n'))).toBe(lines.join('\n'))
})

test('a web page may cut its lines so too', () => {
  const lines = cutAt(22, ({ length }) => length)
  const page = `<meta charset="utf-8"><div>${lines.join('<br>\n')}</div>`
  const [block] = readHtml(Buffer.from(page)).blocks
  expect(block?.kind === 'paragraph' && block.text.split('\n')).toEqual(paragraphs.map((text) => text.trim()))
})
