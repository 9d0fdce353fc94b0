import { describe, expect, test } from 'vitest'
import { read } from '#ingest/readers/index.ts'
import { Unreadable } from '#ingest/readers/table.ts'
import { lineBetween, pdfOf, ruledTable, textAt } from './readers-containers.ts'
import { paragraphsOf, shownRows, tablesOf } from './readers-made.ts'

const contentOf = (...pages: string[]) => read(pdfOf(pages.map((content) => ({ content }))), 'a.pdf')
const rowsOf = async (...pages: string[]) => shownRows(tablesOf(await contentOf(...pages))[0])

const header = ['一级指标', '三级指标', '指标值']
const rows = [
  header,
  ['产出指标', '助餐人数', '1200人'],
  ['', '补贴标准', '36元'],
  ['效益指标', '知晓率', '≥90%'],
]
const columns = [50, 130, 300, 400]
const heights = [800, 780, 760, 740, 720]
const long = '一、项目概况。本项目为辖区老年人提供助餐服务，资金由区级财政安排。'

describe('pdf', () => {
  test('text in a font that is not inside comes out, tables by their lines', async () => {
    const content = await contentOf(
      textAt(200, 820, '绩效自评表') + ruledTable(columns, heights, rows) + textAt(50, 690, '结论'),
    )
    expect(paragraphsOf(content)).toEqual(['绩效自评表', '结论'])
    expect(shownRows(tablesOf(content)[0])).toEqual(rows)
  })

  test('a missing line between cells makes them one, down and across', async () => {
    const lines = [
      lineBetween(50, 800, 400, 800),
      lineBetween(50, 780, 400, 780),
      lineBetween(130, 760, 400, 760),
      lineBetween(50, 740, 400, 740),
      lineBetween(50, 720, 400, 720),
      lineBetween(50, 800, 50, 720),
      lineBetween(130, 800, 130, 740),
      lineBetween(300, 800, 300, 740),
      lineBetween(400, 800, 400, 720),
    ]
    const texts = [
      textAt(54, 786, '一级指标') + textAt(134, 786, '三级指标') + textAt(304, 786, '值'),
      textAt(54, 756, '产出') + textAt(134, 766, '人数') + textAt(304, 766, '8'),
      textAt(134, 746, '标准') + textAt(304, 746, '9') + textAt(60, 726, '总分'),
    ]
    expect(await rowsOf([...lines, ...texts].join(''))).toEqual([
      ['一级指标', '三级指标', '值'],
      ['产出[2x1]', '人数', '8'],
      ['标准', '9'],
      ['总分[1x3]'],
    ])
  })

  test.each([
    [
      'thin filled rectangles',
      (x: number, y: number, w: number, h: number) => `${x} ${y} ${w || 0.5} ${h || 0.5} re f\n`,
    ],
    [
      'lines in pieces',
      (x: number, y: number, w: number, h: number) =>
        `${x} ${y} m ${x + w / 2} ${y + h / 2} l S ${x + w / 2 + 1} ${y + h / 2 + 1} m ${x + w} ${y + h} l S\n`,
    ],
    ['double lines', (x: number, y: number, w: number, h: number) => `${x} ${y} ${w || 2} ${h || 2} re S\n`],
  ])('%s are ruling lines', async (_, line) => {
    const texts = rows.flatMap((across, n) =>
      across.map((text, column) => textAt((columns[column] ?? 0) + 5, (heights[n + 1] ?? 0) + 6, text)),
    )
    const drawn = [
      ...heights.map((y) => line(50, y, 350, 0)),
      ...columns.map((x) => line(x, 720, 0, 80)),
      ...texts,
    ]
    expect(await rowsOf(drawn.join(''))).toEqual(rows)
  })

  test('a table may be open at its sides', async () => {
    const open = [
      ...heights.map((y) => lineBetween(50, y, 400, y)),
      lineBetween(130, 800, 130, 720),
      lineBetween(300, 800, 300, 720),
    ]
    const texts = rows.flatMap((across, n) =>
      across.map((text, column) => textAt((columns[column] ?? 0) + 5, (heights[n + 1] ?? 0) + 6, text)),
    )
    expect(await rowsOf([...open, ...texts].join(''))).toEqual(rows)
  })

  test('a table that goes on over the page is one, and page numbers and footers are gone', async () => {
    const footer = (n: number) => textAt(60, 60, `某局 第${n}页`)
    const [first, second] = [
      ruledTable(columns, heights, rows),
      ruledTable(columns, heights, [
        header,
        ['效益指标', '满意率', '95%'],
        ['', '就业', '3人'],
        ['', '', ''],
      ]),
    ]
    const content = await contentOf(textAt(50, 820, '标题') + first + footer(1), second + footer(2))
    expect(paragraphsOf(content)).toEqual(['标题'])
    expect(tablesOf(content)).toHaveLength(1)
    expect(shownRows(tablesOf(content)[0]).slice(0, 6)).toEqual([
      ...rows,
      header,
      ['效益指标', '满意率', '95%'],
    ])
  })

  test('headings that stand again on the next page, and the title above them, do not end what is merged', async () => {
    const merged = (top: number, texts: string[], lines: number[]) =>
      [
        ...lines.map((y, n) =>
          lineBetween(n === 0 || n === 1 || n === lines.length - 1 ? 50 : 130, y, 400, y),
        ),
        ...columns.map((x) => lineBetween(x, top, x, lines.at(-1) ?? 0)),
        ...texts.map((text, n) =>
          textAt((columns[n % 3] ?? 0) + 5, (lines[Math.floor(n / 3) + 1] ?? 0) + 6, text),
        ),
      ].join('')
    const lines = [760, 740, 720, 700]
    const first = merged(760, [...header, '产出指标', '培训', '4户', '', '走访', '9户'], lines)
    const second = merged(760, [...header, '', '补助', '3户', '', '宣传', '2次'], lines)
    const content = await contentOf(textAt(50, 820, '自评表') + first, textAt(50, 800, '自评表') + second)
    const [table] = tablesOf(content)
    expect(paragraphsOf(content)).toEqual(['自评表'])
    expect(table?.cells.find(({ text }) => text === '产出指标')?.rowSpan).toBe(4)
    expect(table?.rows).toBe(5)
  })

  test('a row that the page tore apart is one row', async () => {
    const second = ruledTable(columns, heights.slice(0, 3), [
      ['', '和居家照护', ''],
      ['', '就业', '3人'],
    ])
    const all = await rowsOf(ruledTable(columns, heights, rows), second)
    expect(all.slice(3)).toEqual([
      ['效益指标', '知晓率和居家照护', '≥90%'],
      ['', '就业', '3人'],
    ])
  })

  test('a merged cell that the page cut holds what is written in either part, and rows beside it stay apart', async () => {
    const places = [50, 110, 170, 250, 330, 400]
    const page = (rows: string[][], { open, cut }: { open: 'top' | 'bottom'; cut: string }) => {
      const ys = rows.map((_, n) => 800 - 20 * n).concat(800 - 20 * rows.length)
      const [top = 0, bottom = 0] = [ys[0], ys.at(-1)]
      const isEdge = (y: number) => y === (open === 'top' ? top : bottom)
      return [
        ...ys.map((y) => lineBetween(isEdge(y) ? 170 : y === top || y === bottom ? 50 : 110, y, 400, y)),
        ...places.map((x) => lineBetween(x, top, x, bottom)),
        ...rows.flatMap((texts, row) =>
          texts.map((text, at) => textAt((places[at] ?? 0) + 4, (ys[row + 1] ?? 0) + 6, text)),
        ),
        // The line that the page's end runs through is drawn on both pages; each shows its part of it.
        `q 50 ${bottom} 350 ${top - bottom} re W n ${textAt(114, open === 'bottom' ? bottom - 4 : top - 4, cut)} Q\n`,
      ].join('')
    }
    const first = page(
      [
        ['产出', '数量', '助餐人数', '8', '9'],
        ['', '', '及时率', '90%', '91%'],
      ],
      { open: 'bottom', cut: '质量' },
    )
    const second = page(
      [
        ['', '', '合格率', '', '92%'],
        ['效益', '社会', '知晓率', '95%', '96%'],
      ],
      { open: 'top', cut: '质量' },
    )
    const [table] = tablesOf(await contentOf(first, second))
    const names = table?.cells.filter(({ column }) => column === 2).map(({ text }) => text)
    expect(names).toEqual(['助餐人数', '及时率', '合格率', '知晓率'])
    const level = table?.cells.filter(({ text }) => text === '质量')
    expect(level?.map(({ row, rowSpan }) => [row, rowSpan])).toEqual([[1, 2]])
  })

  test('tables with other columns stay apart', async () => {
    const second = ruledTable([50, 200, 400], heights.slice(0, 3), [
      ['姓名', '电话'],
      ['甲', '乙'],
    ])
    expect(tablesOf(await contentOf(ruledTable(columns, heights, rows), second))).toHaveLength(2)
  })

  test('what stands above one of two tables beside each other stays with it', async () => {
    const table = (shift: number) =>
      ruledTable(
        [50, 100, 200, 250].map((edge) => edge + shift),
        heights,
        rows,
      )
    const over = (shift: number, title: string) => textAt(50 + shift, 820, title) + table(shift)
    const { blocks } = await contentOf(over(0, '增绿补绿') + over(250, '古树保护'))
    expect(blocks.map((block) => (block.kind === 'table' ? block.rows : block.text))).toEqual([
      '增绿补绿',
      4,
      '古树保护',
      4,
    ])
  })

  test('a sentence behind a gap goes on in the next line', async () => {
    const line = '资金：年初预算二十八万元，全年预算二十八万元，其中区级财政安排二十万元，全年执'
    const content = await contentOf(
      textAt(50, 800, '主管部门：水利局') + textAt(180, 800, line) + textAt(50, 784, '行25万元，执行率87.1%'),
    )
    expect(paragraphsOf(content)).toEqual([`主管部门：水利局 ${line}行25万元，执行率87.1%`])
  })

  test('lines that had to wrap are joined, lines that were broken off are not', async () => {
    const cell = [
      lineBetween(50, 800, 300, 800),
      lineBetween(50, 740, 300, 740),
      ...[50, 110, 300].map((x) => lineBetween(x, 800, x, 740)),
    ]
    const texts =
      textAt(52, 790, '支持中小企') +
      textAt(52, 776, '业数量') +
      textAt(114, 790, '一是按时') +
      textAt(114, 776, '二是足额')
    expect(await rowsOf([...cell, texts].join(''))).toEqual([['支持中小企业数量', '一是按时\n二是足额']])
    const body = [...long, ...long].join('')
    const prose =
      textAt(90, 700, body.slice(0, 41)) +
      textAt(70, 684, body.slice(41, 60)) +
      textAt(70, 668, '二、绩效目标')
    expect(paragraphsOf(await contentOf(prose))).toEqual([body.slice(0, 60), '二、绩效目标'])
  })

  test('a number that broke off before its bracket is one number', async () => {
    const cell = [
      lineBetween(50, 800, 300, 800),
      lineBetween(50, 740, 300, 740),
      ...[50, 110, 300].map((x) => lineBetween(x, 800, x, 740)),
    ]
    const wrapped = textAt(52, 790, '≥97.') + textAt(52, 776, '5（％）') + textAt(114, 790, '满意度')
    expect(await rowsOf([...cell, wrapped].join(''))).toEqual([['≥97.5（％）', '满意度']])
  })

  test.each([
    ['turned by the page', { rotate: 90 }],
    ['turned in the page', { rotate: 0 }],
  ])('a table across the page is read, %s', async (_, { rotate }) => {
    const turned = `0 1 -1 0 595 0 cm\n${ruledTable(
      columns,
      heights.map((y) => y - 300),
      rows,
    )}`
    expect(shownRows(tablesOf(await read(pdfOf([{ content: turned, rotate }]), 'a'))[0])).toEqual(rows)
  })

  test('a comma that hangs over the margin leaves the other lines full', async () => {
    const full = (long + long).replace(/[、，。]/g, '的').slice(0, 42)
    const lines = [`${full}，`, `${full}，`, full.slice(1), '2次，得分八分。']
    const shown = lines.map((line, at) => textAt(70, 700 - at * 16, line)).join('')
    expect(paragraphsOf(await contentOf(shown))).toEqual([lines.join('')])
  })

  test('what is drawn twice to look bold counts once', async () => {
    expect(paragraphsOf(await contentOf(textAt(50, 700, long) + textAt(50.3, 700, long)))).toEqual([long])
  })

  test('cells of one instruction fall apart at the gaps between them', async () => {
    const glyphs = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex')
    const shownAtOnce = `BT /F 10 Tf 1 0 0 1 54 786 Tm [<${glyphs('一级指标')}> -4200 <${glyphs('三级指标')}> -13000 <${glyphs('值')}>] TJ ET\n`
    const [first] = await rowsOf(
      ruledTable(columns, heights.slice(0, 3), [
        ['', '', ''],
        ['甲', '乙', '丙'],
      ]) + shownAtOnce,
    )
    expect(first).toEqual(['一级指标', '三级指标', '值'])
  })

  test('a list without lines is a table, running text and merged cells are not', async () => {
    const list = [
      ['项目名称', '预算数', '执行数'],
      ['社区助餐补贴', '36', '36'],
      ['校舍维修', '120', '110'],
      ['道路养护', '80', '79'],
    ]
    const at = [50, 250, 350]
    const drawn = (texts: string[][]) =>
      texts
        .flatMap((across, n) =>
          across.map((text, column) => (text ? textAt(at[column] ?? 0, 700 - n * 18, text) : '')),
        )
        .join('')
    expect(await rowsOf(drawn(list))).toEqual(list)
    const merged = list.map(([, ...rest], n) => [n % 2 ? '' : '产出指标', ...rest])
    expect(tablesOf(await contentOf(drawn(merged)))).toEqual([])
    expect(
      tablesOf(await contentOf(textAt(50, 700, long) + textAt(50, 684, long) + textAt(50, 668, long))),
    ).toEqual([])
  })
})

describe('labels of several rows without lines', () => {
  const at = [50, 120, 230, 330, 420]
  const row = (y: number, ...texts: string[]) =>
    texts.map((text, column) => (text ? textAt(at[column] ?? 0, y, text) : '')).join('')
  const heading = row(700, '一级指标', '二级指标', '三级指标', '指标值', '完成值')
  const below = [
    row(682, '', '', '助餐人数', '1200人', '1250人'),
    row(673, '', '数量指标'),
    row(664, '产出指标', '', '助餐点', '12个', '12个'),
    row(646, '', '成本指标', '补贴标准', '36元', '36元'),
    row(626, '', '服务对象'),
    row(620, '满意度指标', '', '老人满意度', '≥90%', '93%'),
    row(614, '', '满意度指标'),
  ].join('')
  const expected = [
    ['一级指标', '二级指标', '三级指标', '指标值', '完成值'],
    ['产出指标[3x1]', '数量指标[2x1]', '助餐人数', '1200人', '1250人'],
    ['助餐点', '12个', '12个'],
    ['成本指标', '补贴标准', '36元', '36元'],
    ['满意度指标', '服务对象满意度指标', '老人满意度', '≥90%', '93%'],
  ]

  test('belong to the rows in whose middle they stand', async () => {
    expect(await rowsOf(heading + below)).toEqual(expected)
  })

  test('stand in columns of their own, whatever a line above the headings covers', async () => {
    const above = textAt(50, 725, '预算数：50.00万元') + textAt(170, 725, '执行数：49.00万元')
    const content = await contentOf(above + textAt(330, 725, '执行率：98%') + heading + below)
    expect([paragraphsOf(content).length, shownRows(tablesOf(content)[0])]).toEqual([1, expected])
  })

  test('stay lines where the table goes on over the page', async () => {
    expect(tablesOf(await contentOf(heading + below, row(780, '', '', '结余资金', '0元', '0元')))).toEqual([])
  })
})

describe('a pdf that cannot be read is told', () => {
  const codeOf = (document: Uint8Array) =>
    read(document, 'a').then(
      ({ format }) => format,
      (fault) => (fault instanceof Unreadable ? fault.code : Promise.reject(fault)),
    )
  const invisible = '3 Tr'
  const encryption = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> /P -4 >> /ID [<41> <41>]`
  const overprinted = Array.from({ length: 8 }, (_, n) =>
    textAt(54, 790 - n * 5, `指标${n}：完成数量不低于目标值`),
  ).join('')

  test.each([
    ['a page without text', pdfOf([{ content: lineBetween(50, 800, 400, 800) }]), 'no-text'],
    [
      'text that is only there to be searched',
      pdfOf([{ content: textAt(50, 700, long, invisible) }]),
      'no-text',
    ],
    [
      'a font without characters',
      pdfOf([{ content: textAt(50, 700, '\ue001\ue002\ue003'.repeat(9)) }]),
      'no-text',
    ],
    [
      'lines printed over each other',
      pdfOf([{ content: ruledTable([50, 400], [800, 700], [['']]) + overprinted }]),
      'damaged',
    ],
    ['a password', pdfOf([{ content: textAt(50, 700, long) }], encryption), 'encrypted'],
    ['501 pages', pdfOf(Array.from({ length: 501 }, () => ({ content: '' }))), 'too-large'],
    ['no page', pdfOf([]), 'no-text'],
    ['a beginning', pdfOf([{ content: textAt(50, 700, long) }]).subarray(0, 300), 'damaged'],
  ])('%s', async (_, document, code) => {
    expect(await codeOf(document)).toBe(code)
  })
})
