import { readFileSync } from 'node:fs'
import {
  Document,
  Header,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalMergeType,
} from 'docx'
import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { read } from '#ingest/readers/index.ts'
import { Unreadable } from '#ingest/readers/table.ts'
import { compoundOf } from './readers-containers.ts'
import {
  docxOf,
  p,
  packaged,
  paragraphsOf,
  shownRows,
  tablesOf,
  tbl,
  tc,
  tr,
  xlsxOf,
} from './readers-made.ts'

const fixture = (name: string) => readFileSync(new URL(`../fixtures/readers/${name}`, import.meta.url))
const bytes = (text: string) => new TextEncoder().encode(text)
const codeOf = async (document: Uint8Array, name = 'a') => {
  try {
    return (await read(document, name)).format
  } catch (fault) {
    if (fault instanceof Unreadable) return fault.code
    throw fault
  }
}

describe('docx', () => {
  const cell = (text: string, options = {}) => new TableCell({ children: [new Paragraph(text)], ...options })

  test('a document keeps its paragraphs, its merged cells and its header', async () => {
    const { RESTART, CONTINUE } = VerticalMergeType
    const table = new Table({
      rows: [
        new TableRow({ children: ['一级指标', '三级指标', '得分'].map((text) => cell(text)) }),
        new TableRow({
          children: [cell('产出指标', { verticalMerge: RESTART }), cell('助餐老人数量'), cell('10')],
        }),
        new TableRow({ children: [cell('', { verticalMerge: CONTINUE }), cell('补贴标准'), cell('10')] }),
        new TableRow({ children: [cell('总分', { columnSpan: 2 }), cell('98')] }),
      ],
    })
    const header = new Header({ children: [new Paragraph('河东区养老服务中心')] })
    const lines = new Paragraph({
      children: [new TextRun('自评'), new TextRun({ text: '报告', bold: true })],
    })
    const file = new Document({
      sections: [{ headers: { default: header }, children: [lines, table, new Paragraph('结论')] }],
    })
    const content = await read(await Packer.toBuffer(file), 'a.docx')
    expect(paragraphsOf(content)).toEqual(['河东区养老服务中心', '自评报告', '结论'])
    expect(shownRows(tablesOf(content)[0])).toEqual([
      ['一级指标', '三级指标', '得分'],
      ['产出指标[2x1]', '助餐老人数量', '10'],
      ['补贴标准', '10'],
      ['总分[1x2]', '98'],
    ])
  })

  test.each([
    [
      'span before merge',
      '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>',
      '<w:gridSpan w:val="2"/><w:vMerge/>',
    ],
    [
      'merge before span',
      '<w:vMerge w:val="restart"/><w:gridSpan w:val="2"/>',
      '<w:vMerge w:val="continue"/><w:gridSpan w:val="2"/>',
    ],
  ])('a cell merged both ways is one cell, %s', async (_, first, second) => {
    const rows = [tr([tc('甲', first), tc('乙')]), tr([tc('', second), tc('丙')])]
    const [table] = tablesOf(await read(docxOf(tbl(rows)), 'a'))
    expect(shownRows(table)).toEqual([['甲[2x2]', '乙'], ['丙']])
    expect(table).toMatchObject({ rows: 2, columns: 3 })
  })

  test('cells stand in the column where the row starts', async () => {
    const rows = [
      tr([tc('甲'), tc('乙'), tc('丙')]),
      tr([tc('丁')], '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
    ]
    expect(tablesOf(await read(docxOf(tbl(rows)), 'a'))[0]?.cells.at(-1)).toMatchObject({
      text: '丁',
      row: 1,
      column: 1,
    })
  })

  test('a merge that skips a row does not reach over it', async () => {
    const rows = [
      tr([tc('甲', '<w:vMerge w:val="restart"/>')]),
      tr([tc('乙')]),
      tr([tc('丙', '<w:vMerge/>')]),
    ]
    expect(shownRows(tablesOf(await read(docxOf(tbl(rows)), 'a'))[0])).toEqual([['甲'], ['乙'], ['丙']])
  })

  test('cells merged sideways in the older way are one cell', async () => {
    const rows = [tr([tc('总分', '<w:hMerge w:val="restart"/>'), tc('', '<w:hMerge/>'), tc('98')])]
    expect(shownRows(tablesOf(await read(docxOf(tbl(rows)), 'a'))[0])).toEqual([['总分[1x2]', '98']])
  })

  test('a table inside a cell is text of the cell and a table of its own', async () => {
    const inner = tbl([tr([tc('指标'), tc('值')]), tr([tc('数量'), tc('8')])])
    const nesting = `<w:tc>${p('说明')}${inner}<w:p/></w:tc>`
    const content = await read(docxOf(tbl([tr([tc('甲'), nesting])]) + p('之后')), 'a')
    expect(tablesOf(content).map(shownRows)).toEqual([
      [['甲', '说明\n指标\t值\n数量\t8']],
      [
        ['指标', '值'],
        ['数量', '8'],
      ],
    ])
    expect(content.blocks.at(-1)).toEqual({ kind: 'paragraph', text: '之后' })
  })

  test('a table of one cell around others is their frame', async () => {
    const inner = tbl([tr([tc('指标'), tc('值')])])
    const frame = `<w:tc>${p('自评表')}${inner}<w:p/></w:tc>`
    const content = await read(docxOf(tbl([tr([frame])]) + p('之后')), 'a')
    expect(tablesOf(content).map(shownRows)).toEqual([[['指标', '值']]])
    expect(paragraphsOf(content)).toEqual(['自评表', '之后'])
  })

  test('a title in a text box stands before the table below it', async () => {
    const box = `<w:p><w:r><w:pict><w:txbxContent>${p('2020年度自评表')}</w:txbxContent></w:pict></w:r></w:p>`
    const content = await read(docxOf(box + tbl([tr([tc('指标')])])), 'a')
    expect(content.blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'table'])
  })

  test.each([
    [
      'deleted text',
      '<w:p><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:r><w:t>新</w:t></w:r></w:p>',
      '新',
    ],
    [
      'moved text',
      '<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>',
      '新',
    ],
    [
      'text that is hidden or struck out',
      '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>旧</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>旧</w:t></w:r><w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>新</w:t></w:r></w:p>',
      '新',
    ],
    ['inserted text', '<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>', '新'],
    [
      'a content control',
      `<w:sdt><w:sdtPr><w:tag/></w:sdtPr><w:sdtContent>${p('单位')}</w:sdtContent></w:sdt>`,
      '单位',
    ],
    ['a link', '<w:p><w:hyperlink><w:r><w:t>网站</w:t></w:r></w:hyperlink></w:p>', '网站'],
    ['a field', '<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>', '3'],
    [
      'tabs and line breaks',
      '<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>',
      '甲\t乙\n丙',
    ],
    ['an equation', '<w:p><m:oMath><m:r><m:t>≥95%</m:t></m:r></m:oMath></w:p>', '≥95%'],
    [
      'a ticked symbol',
      '<w:p><w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t><w:sym w:font="Wingdings" w:char="00A8"/><w:t>否</w:t></w:r></w:p>',
      '☑是☐否',
    ],
    [
      'a ticked form field',
      '<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar><w:t>是</w:t></w:r></w:p>',
      '☑是',
    ],
    [
      'a text box',
      `<w:p><w:r><w:t>正文</w:t><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>${p('框内')}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>${p('框内')}</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
      '正文|框内',
    ],
    ['entities', p('A&amp;B &#x2265; 3'), 'A&B ≥ 3'],
  ])('%s comes out as a person reads it', async (_, body, text) => {
    expect(paragraphsOf(await read(docxOf(body), 'a')).join('|')).toBe(text)
  })

  test('a deleted row is gone, and former spans do not count', async () => {
    const former =
      '<w:gridSpan w:val="2"/><w:tcPrChange><w:tcPr><w:gridSpan w:val="9"/></w:tcPr></w:tcPrChange>'
    const rows = [tr([tc('甲', former)]), tr([tc('乙')], '<w:del w:id="1"/>'), tr([tc('丙'), tc('丁')])]
    expect(shownRows(tablesOf(await read(docxOf(tbl(rows)), 'a'))[0])).toEqual([['甲[1x2]'], ['丙', '丁']])
  })
})

describe('xlsx', () => {
  test('a workbook keeps its sheets, merged cells and values as they look', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('自评表')
    const put = (address: string, value: ExcelJS.CellValue, numFmt = 'General') => {
      sheet.getCell(address).value = value
      sheet.getCell(address).numFmt = numFmt
    }
    put('A1', { richText: [{ text: '产出' }, { font: { bold: true }, text: '指标' }] })
    sheet.mergeCells('A1:A2')
    put('B1', 4000, '0"户"')
    put('C1', 0.95, '0%')
    put('B2', { formula: '1+1', result: 2, date1904: false })
    put('C2', new Date(Date.UTC(2019, 4, 7)), 'yyyy"年"m"月"d"日"')
    put('B3', 0.1 + 0.2)
    put('C3', true)
    sheet.mergeCells('B4:C5')
    put('B4', '合计')
    sheet.getCell('F20').border = { top: { style: 'thin' } }
    book.addWorksheet('隐藏', { state: 'hidden' }).getCell('A1').value = '看不见'
    const content = await read(new Uint8Array(await book.xlsx.writeBuffer()), 'a.xlsx')
    expect(tablesOf(content).map(({ name }) => name)).toEqual(['自评表'])
    expect(tablesOf(content)[0]).toMatchObject({ rows: 4, columns: 3 })
    expect(shownRows(tablesOf(content)[0])).toEqual([
      ['产出指标[2x1]', '4000户', '95%'],
      ['2', '2019-05-07'],
      ['0.3', 'TRUE'],
      ['合计[1x2]'],
    ])
  })

  test.each([
    [0.955, '0.00%', '95.5%'],
    [1, '0%', '100%'],
    [0.07, '0%', '7%'],
    [0.95, '"≥"0%', '≥95%'],
    [1234567.5, '#,##0.00', '1234567.5'],
    [-12, '#,##0.00_);[Red]\\(#,##0.00\\)', '-12'],
    [-12, '0.00;[Red]0.00', '-12'],
    [0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', '0'],
    [0, '0;-0;;@', ''],
    [12345, '0!.0,"万"', '1.2万'],
    [12345, '[>=10000]0.0,"千";0', '12.3千'],
    [50, '[>=10000]0.0,"千";0', '50'],
    [50, '[$¥-804]#,##0.00', '¥50'],
    [50, 'G/通用格式"万元"', '50万元'],
    [12, '000000', '000012'],
    [1.005, '0.00', '1.01'],
    [0.1 + 0.2, 'General', '0.3'],
    [1e-7, 'General', '0.0000001'],
    [1.5e21, 'General', '1500000000000000000000'],
    [12345.678, '0.00E+00', '12345.678'],
    [0.5, '# ?/?', '0.5'],
    [43592, 'yyyy/m/d', '2019-05-07'],
    [43592, '[$-804]yyyy"年"m"月"', '2019-05'],
    [43592, 'yyyy', '2019'],
    [43592.5, 'yyyy-mm-dd h:mm', '2019-05-07 12:00'],
    [0.75, 'h:mm AM/PM', '18:00'],
    [1.5, '[h]:mm', '36:00'],
    [59, 'yyyy-mm-dd', '1900-02-28'],
    [61, 'yyyy-mm-dd', '1900-03-01'],
    [-5, 'yyyy-mm-dd', '-5'],
  ])('%f in the format %s shows as %s', async (value, code, shown) => {
    const format = code.replaceAll('"', '&quot;').replaceAll('>', '&gt;')
    const styles = `<numFmts><numFmt numFmtId="164" formatCode="${format}"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="164"/></cellXfs>`
    const sheet = `<sheetData><row><c s="1"><v>${value}</v></c><c t="str"><v>|</v></c></row></sheetData>`
    const [first, second] = tablesOf(await read(xlsxOf({ sheet, styles }), 'a'))[0]?.cells ?? []
    expect(second ? first?.text : '').toBe(shown)
  })

  test.each([
    [9, '0.5', '50%'],
    [14, '43592', '2019-05-07'],
    [31, '43592', '2019-05-07'],
    [57, '43592', '2019-05'],
    [22, '43592.25', '2019-05-07 06:00'],
    [4, '1234.5', '1234.5'],
  ])('the built-in format %i shows %s as %s', async (id, value, shown) => {
    const styles = `<cellXfs><xf numFmtId="${id}"/></cellXfs>`
    const sheet = `<sheetData><row><c s="0"><v>${value}</v></c></row></sheetData>`
    expect(shownRows(tablesOf(await read(xlsxOf({ sheet, styles }), 'a'))[0])).toEqual([[shown]])
  })

  test('dates count from 1904 where the workbook says so', async () => {
    const styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    const sheet = '<sheetData><row><c s="0"><v>42130</v></c></row></sheetData>'
    const book = { sheet, styles, properties: '<workbookPr date1904="1"/>' }
    expect(shownRows(tablesOf(await read(xlsxOf(book), 'a'))[0])).toEqual([['2019-05-07']])
  })

  test('phonetic guides are not part of a text, and prefixes do not matter', async () => {
    const strings =
      '<x:si xmlns:x="x"><x:r><x:t>长</x:t></x:r><x:r><x:t>安</x:t></x:r><x:rPh><x:t>cháng</x:t></x:rPh></x:si>'
    const sheet =
      '<sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c t="inlineStr"><is><r><t>内</t></r><r><t>联_x000D_</t></r><rPh><t>x</t></rPh></is></c></row></sheetData>'
    const [table] = tablesOf(await read(xlsxOf({ sheet, strings }), 'a'))
    expect(table?.cells.map(({ row, column, text }) => [row, column, text])).toEqual([
      [1, 1, '长安'],
      [1, 2, '内联'],
    ])
  })

  test('what a merged cell hides does not come out, and rows may stand in any order', async () => {
    const c = (r: string, text: string) => `<c r="${r}" t="str"><v>${text}</v></c>`
    const sheet = `<sheetData><row r="3">${c('A3', '丙')}${c('B3', '丁')}</row><row r="1">${c('A1', '甲')}${c('B1', '乙')}</row><row r="2">${c('A2', '藏')}</row></sheetData><mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="A2:B3"/></mergeCells>`
    expect(shownRows(tablesOf(await read(xlsxOf({ sheet }), 'a'))[0])).toEqual([
      ['甲[2x1]', '乙'],
      [],
      ['丙', '丁'],
    ])
  })
})

describe('csv', () => {
  const gb18030 = Buffer.from('cffbc4bf2cd4a4cbe32cd6b4d0d00ab2b9cccc2c33362c33360a', 'hex')

  test.each([
    ['comma', '项目,预算,执行\n补贴,36,36\n', ['项目', '预算', '执行']],
    ['tab', '项目\t预算\t执行\n补贴\t36\t36\n', ['项目', '预算', '执行']],
    ['semicolon', '项目;预算;执行\n补贴;3,6;36\n', ['项目', '预算', '执行']],
    ['pipe', '项目|预算|执行\n补贴|36|36\n', ['项目', '预算', '执行']],
    ['full-width comma', '项目，预算，执行\n补贴，36，36\n', ['项目', '预算', '执行']],
    ['none', '项目\n补贴\n', ['项目']],
    ['quoted comma and line end', '"项目\n名称","预算,万元"\r\n补贴,36\r\n', ['项目\n名称', '预算,万元']],
  ])('the cells are those between the delimiters: %s', async (_, text, header) => {
    const content = await read(bytes(text), '资金.CSV')
    expect(content.format).toBe('csv')
    expect(shownRows(tablesOf(content)[0])[0]).toEqual(header)
    expect(tablesOf(content)[0]?.rows).toBe(2)
  })

  test('rows may differ in length, and a quote inside a cell is text', async () => {
    const [table] = tablesOf(await read(bytes('甲,乙,丙\n1,5"管,3\n合计,9\n,,\n'), 'a.csv'))
    expect(shownRows(table)).toEqual([
      ['甲', '乙', '丙'],
      ['1', '5"管', '3'],
      ['合计', '9'],
    ])
  })

  test('a delimited text needs no name', async () => {
    expect((await read(bytes('项目,预算,执行\n补贴,36,36\n助餐,20,18\n'), '资金')).format).toBe('csv')
    expect((await read(bytes('项目情况,如下。\n资金36万元,全部到位,已用完。\n'), '资金')).format).toBe('txt')
  })

  test('a quote that never ends is damage', async () => {
    expect(await codeOf(bytes('甲,乙\n"1,2\n3,4\n'), 'a.csv')).toBe('damaged')
  })

  test('the older Chinese encoding is read', async () => {
    expect(shownRows(tablesOf(await read(gb18030, 'a.csv'))[0])[1]).toEqual(['补烫', '36', '36'])
  })
})

describe('txt', () => {
  const cells = (...texts: string[]) => `${texts.map((text) => `\t${text}\n`).join('')}\n`
  const header = cells('一级指标', '二级指标', '指标值')

  test('tables with a cell a line come out whole, with torn cells, empty merged cells and a short total', async () => {
    const [target, result] = tablesOf(await read(fixture('cell-lines.txt'), 'a.txt'))
    expect(target).toMatchObject({ rows: 9, columns: 4 })
    expect(target?.cells.length).toBe(9 * 4)
    expect(shownRows(target)[5]).toEqual(['预算执行率指标\n（10分）', '预算执行率', '', '100%'])
    expect(result).toMatchObject({ rows: 10, columns: 6 })
    expect(result?.cells.length).toBe(9 * 6 + 2)
    expect(shownRows(result)[1]).toEqual([
      '产出指标\n\n（40分）',
      '数量指标',
      '助餐老人数量',
      '1200人',
      '1350人',
      '10',
    ])
    expect(shownRows(result)[2]?.[0]).toBe('')
    expect(shownRows(result)[9]).toEqual(['总分', '99'])
  })

  test('headings beside tables stay paragraphs', async () => {
    const texts = paragraphsOf(await read(fixture('cell-lines.txt'), 'a.txt'))
    for (const text of [
      '2、绩效指标。',
      '二、自评工作情况',
      '（二）建立绩效评价指标体系',
      '三、项目执行及绩效实现情况',
    ])
      expect(texts).toContain(text)
  })

  test.each([
    ['CRLF line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['trailing tabs', (text: string) => text.replace(/^(\t.*)$/gm, '$1\t')],
    ['trailing spaces', (text: string) => text.replace(/^(\t.*)$/gm, '$1  ')],
    ['one empty line behind a table', (text: string) => text.replace(/\n{3}/g, '\n\n')],
  ])('tables survive %s', async (_, change) => {
    const written = fixture('cell-lines.txt').toString()
    const tables = tablesOf(await read(bytes(written), 'a.txt'))
    expect(tablesOf(await read(bytes(change(written)), 'a.txt'))).toEqual(tables)
  })

  test.each([
    ['four spaces', '    '],
    ['full-width spaces', '　　'],
  ])('a whole table is known by %s in the place of tabs', async (_, marker) => {
    const rows = ['甲', '乙', '丙'].map((name) => cells('产出指标', `${name}数量`, '100%')).join('')
    const text = `一、概况\n\n${header}${rows}\n二、结论\n`.replaceAll('\t', marker)
    expect(shownRows(tablesOf(await read(bytes(text), 'a.txt'))[0])).toHaveLength(4)
  })

  test('two tables with only a heading between stay two', async () => {
    const row = cells('产出指标', '数量指标', '100%')
    const wide = cells('一级指标', '二级指标', '指标值', '完成值')
    const wideRow = cells('产出指标', '数量指标', '100%', '90%')
    const text = `${header}${row}${row}${cells('总分', '98')}（三）评价指标体系\n${wide}${wideRow}${wideRow}`
    const tables = tablesOf(await read(bytes(text), 'a.txt'))
    expect(tables.map(({ rows, columns }) => [rows, columns])).toEqual([
      [4, 3],
      [3, 4],
    ])
  })

  test('a row torn by an empty line inside a cell is one row', async () => {
    const row = cells('产出指标', '数量指标', '100%')
    const text = `${header}\t产出指标\n\n\t质量指标\n\t90%\n\n${row}${cells('总分', '98')}`
    expect(shownRows(tablesOf(await read(bytes(text), 'a.txt'))[0])).toEqual([
      ['一级指标', '二级指标', '指标值'],
      ['产出指标', '质量指标', '90%'],
      ['产出指标', '数量指标', '100%'],
      ['总分', '98'],
    ])
  })

  test('where two empty lines end a table, one goes on with the cell, even the last', async () => {
    const row = cells('产出指标', '数量指标', '100%')
    const text = `${header}\t产出指标\n\t质量指标\n\t90%\n\n下年改进\n\n${row}${cells('总分', '98')}\n二、结论\n`
    const content = await read(bytes(text), 'a.txt')
    expect(shownRows(tablesOf(content)[0])[1]).toEqual(['产出指标', '质量指标', '90%\n\n下年改进'])
    expect(tablesOf(content)).toMatchObject([{ rows: 4, columns: 3 }])
    expect(paragraphsOf(content)).toEqual(['二、结论'])
  })

  test('a heading indented by a tab is no cell', async () => {
    const row = cells('产出指标', '数量指标', '100%')
    const content = await read(bytes(`\t2、绩效指标\n${header}${row}${row}`), 'a.txt')
    expect(paragraphsOf(content)).toEqual(['2、绩效指标'])
    expect(tablesOf(content)[0]).toMatchObject({ rows: 3, columns: 3 })
  })

  test('indented paragraphs are no table', async () => {
    const prose =
      '\t一、项目概况\n\t资金共计36万元，全部到位。\n\n\t二、自评工作\n\t成立了领导小组。\n\n\t三、结论\n\t评价等级为优。\n'
    const content = await read(bytes(prose), 'a.txt')
    expect(tablesOf(content)).toEqual([])
    expect(paragraphsOf(content)).toHaveLength(6)
  })

  test.each([
    ['tabs', '指标\t目标\t完成\n数量\t4000户\t4800户\n\t100%\t100%\n合计\t98\n'],
    ['pipes', '| 指标 | 目标 | 完成 |\n|---|---|---|\n| 数量 | 4000户 | 4800户 |\n| | 100% | 100% |\n'],
    [
      'drawn lines',
      '┌──┬───┬───┐\n│指标│目标 │完成 │\n├──┼───┼───┤\n│数量│4000户│4800户│\n├──┼───┼───┤\n│    │100% │100% │\n└──┴───┴───┘\n',
    ],
  ])('rows between %s are a table', async (_, rows) => {
    const content = await read(bytes(`一、概况\n${rows}二、结论\n`), 'a.txt')
    expect(paragraphsOf(content)).toEqual(['一、概况', '二、结论'])
    expect(shownRows(tablesOf(content)[0]).slice(0, 3)).toEqual([
      ['指标', '目标', '完成'],
      ['数量', '4000户', '4800户'],
      ['', '100%', '100%'],
    ])
  })
})

describe('formats are told by what a file holds', () => {
  const compound = (stream: string) => compoundOf({ [stream]: new Uint8Array() })

  test.each([
    ['nothing', bytes(''), 'empty-file'],
    ['blanks', bytes(' \n\t\n'), 'empty-file'],
    ['a doc without text', compound('WordDocument'), 'unsupported-format'],
    ['an xls without sheets', compound('Workbook'), 'damaged'],
    ['older slides', compound('PowerPoint Document'), 'unsupported-format'],
    ['a file of another program', compound('CONTENTS'), 'unsupported-format'],
    ['a document with a password', compound('EncryptedPackage'), 'encrypted'],
    ['the beginning of a pdf', bytes('%PDF-1.7'), 'damaged'],
    ['an rtf', bytes('{\\rtf1\\ansi}'), 'unsupported-format'],
    ['a web page', bytes('\n<HTML><body>表</body></HTML>'), 'html'],
    ['Word 2003 XML', bytes('<?xml version="1.0"?><w:wordDocument xmlns:w="w"/>'), 'doc'],
    ['Excel 2003 XML', bytes('<?mso-application progid="Excel.Sheet"?><Workbook/>'), 'unsupported-format'],
    ['an ofd', packaged({ 'OFD.xml': '<ofd:OFD/>' }), 'unsupported-format'],
    ['an OpenDocument', packaged({ 'content.xml': '<office:document-content/>' }), 'unsupported-format'],
    ['a rar', bytes('Rar!\x1a\x07\0'), 'unsupported-format'],
    ['slides', packaged({ 'ppt/presentation.xml': '<p/>' }), 'unsupported-format'],
    ['a plain archive', packaged({ 'a.txt': '甲' }), 'unsupported-format'],
    ['an archive of nothing', packaged({ '__MACOSX/._a.txt': '甲' }), 'unknown-format'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'no-text'],
    ['one byte', new Uint8Array([0xff]), 'encoding-unknown'],
    ['a docx named csv', docxOf(p('甲')), 'docx'],
    ['plain text', bytes('甲'), 'txt'],
  ])('%s', async (_, document, code) => {
    const found = await codeOf(document, 'a.csv')
    expect(found === 'csv' ? 'txt' : found).toBe(code)
  })
})
