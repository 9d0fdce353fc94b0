import { describe, expect, test } from 'vitest'
import { read } from '#ingest/readers/index.ts'
import { paragraphsOf, shownRows, tablesOf } from './readers-made.ts'

const page = (body: string, head = '') =>
  Buffer.from(`<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`)
const contentOf = (body: string) => read(page(body), 'a.html')
const rowsOf = async (body: string) => shownRows(tablesOf(await contentOf(body))[0])

describe('html', () => {
  test('cells keep their spans, whatever is left out of the markup', async () => {
    const sloppy = `<TABLE border=1><TR><TD>一级指标<TD>三级指标<TD>得分
      <tr><td rowspan=2>产出指标<td>助餐&nbsp;人数<td>10
      <tr><td>补贴标准<td>9
      <tr><td colspan="2">总分</td><td>98<b>`
    expect(await rowsOf(sloppy)).toEqual([
      ['一级指标', '三级指标', '得分'],
      ['产出指标[2x1]', '助餐 人数', '10'],
      ['补贴标准', '9'],
      ['总分[1x2]', '98'],
    ])
  })

  test('spans of zero end with their section, and none reaches over the table', async () => {
    const table =
      '<table><tbody><tr><td rowspan=0>甲<td>一<tr><td>二<tbody><tr><td rowspan=9>乙<td colspan=x>三</table>'
    expect(await rowsOf(table)).toEqual([['甲[2x1]', '一'], ['二'], ['乙', '三']])
  })

  test('text comes as a browser shows it', async () => {
    const body = `<p>资金&#65306;<span>36\n   万元</span><br>已到位</p><div>A&amp;B ≥ 95&percnt;<ul><li>一<li>二</ul></div>
      <p>完成<input type=checkbox checked>是<input type="checkbox">否 <input value="4800户"><input type=hidden value="x"></p>`
    expect(paragraphsOf(await contentOf(body))).toEqual([
      '资金：36 万元\n已到位',
      'A&B ≥ 95%',
      '一',
      '二',
      '完成☑是☐否 4800户',
    ])
  })

  test('scripts, styles, menus and what is hidden are not text', async () => {
    const body = `<header><h1>某区人民政府</h1></header><nav><a href=/>首页</a></nav>
      <script>document.write('<p>x')</script><style>p{}</style><!-- 注 --><noscript>请开启脚本</noscript>
      <p><a href=/>首页</a> &gt; <a href=/>财政信息公开栏目</a></p><p style="display: none">藏</p><p hidden>藏</p>
      <article><header>自评报告</header><p>正文，见<a href=x.docx>附件</a></p></article><footer>版权所有</footer>`
    expect(paragraphsOf(await contentOf(body))).toEqual(['自评报告', '正文，见附件'])
  })

  test('the marks of footnotes and what is struck out add nothing to a figure', async () => {
    const body = `<p>8<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a>万元</p>
      <p>95<a href="#_ftn2" name="_ftnref2"><span class=MsoFootnoteReference>[2]</span></a>%</p>
      <p><del>80%</del><s>85%</s>90%</p><p>见<a href="#part">2</a>节</p>`
    expect(paragraphsOf(await contentOf(body))).toEqual(['8万元', '95%', '90%', '见2节'])
  })

  test('a table that only lays out the page is no table, one with a small table in a cell is', async () => {
    const small = '<table><tr><td>数量<td>8</table>'
    const inner = '<table><tr><th>指标<th>值<tr><td>数量<td>8</table>'
    const content = await contentOf(
      `<table><tr><td><a href=/>菜单项目</a><td><p>标题</p>${inner}<tr><td colspan=2>页脚</table>`,
    )
    expect(tablesOf(content).map(shownRows)).toEqual([
      [
        ['指标', '值'],
        ['数量', '8'],
      ],
    ])
    expect(paragraphsOf(content)).toEqual(['标题', '页脚'])
    const nesting = await contentOf(
      `<table><tr><td>说明文字较长的一格，其中另有一表<td>${small}<tr><td>丙<td>丁</table>`,
    )
    expect(tablesOf(nesting).map(shownRows)).toEqual([
      [
        ['说明文字较长的一格，其中另有一表', '数量\t8'],
        ['丙', '丁'],
      ],
      [['数量', '8']],
    ])
  })

  test('rows of as many cells are a table whatever elements they are made of, empty cells with them', async () => {
    const row = (...cells: string[]) =>
      `<div class=row>${cells.map((cell) => `<div><span>${cell}</span></div>`).join('')}</div>`
    const heading = row('三级指标', '年度指标值', '实际完成值', '得分')
    const rows = [row('助餐人数', '800人', '', '9'), row('满意度', '90%', '93%', '10')]
    const told = [
      ['三级指标', '年度指标值', '实际完成值', '得分'],
      ['助餐人数', '800人', '', '9'],
      ['满意度', '90%', '93%', '10'],
    ]
    expect(await rowsOf(`<section>${heading}${rows.join('')}</section>`)).toEqual(told)
    expect(
      await rowsOf(`<div><div class=head>${heading}</div><div class=body>${rows.join('')}</div></div>`),
    ).toEqual(told)
    const cards = `<div>${row('助餐', '<p>800人</p><p>多于去年</p>', '9', '10').repeat(3)}</div>`
    const pairs = `<div>${'<div><label>项目名称</label><em>助餐</em></div>'.repeat(3)}</div>`
    expect(tablesOf(await contentOf(cards + pairs))).toEqual([])
  })

  // 项目 in GBK and in Big5, made once by another program.
  test.each([
    ['gb2312', 'cfeec4bf', '项目'],
    ['GBK', 'cfeec4bf', '项目'],
    ['big5', 'b6b5a5d8', '項目'],
  ])('the encoding %s is read as declared', async (charset, hex, text) => {
    const [before, after] = page(
      '<p>|</p>',
      `<meta http-equiv=Content-Type content="text/html; charset=${charset}">`,
    )
      .toString()
      .split('|')
    const bytes = Buffer.concat([
      Buffer.from(before ?? ''),
      Buffer.from(hex, 'hex'),
      Buffer.from(after ?? ''),
    ])
    expect(paragraphsOf(await read(bytes, 'a.htm'))).toEqual([text])
  })

  test('a declaration that is not true does no harm', async () => {
    const bytes = page('<p>社区助餐补贴项目绩效自评</p>', '<meta charset="gb2312">')
    expect(paragraphsOf(await read(bytes, 'a'))).toEqual(['社区助餐补贴项目绩效自评'])
  })

  test('a page by another name, with pictures in one file, is read', async () => {
    const quoted = [
      ...Buffer.from('<html><body><table><tr><td>指标<td>值<tr><td>数量<td>8</table></body></html>'),
    ]
      .map((byte) =>
        byte > 126 || byte === 61
          ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
          : String.fromCharCode(byte),
      )
      .join('')
      .replace('<tr>', '=\r\n<tr>')
    const mht = `From: <Saved by WPS>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--=_B"\r\n\r\n----=_B\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quoted}\r\n----=_B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n----=_B--\r\n`
    const content = await read(Buffer.from(mht, 'latin1'), '自评表.doc')
    expect(content.format).toBe('html')
    expect(tablesOf(content).map(shownRows)).toEqual([
      [
        ['指标', '值'],
        ['数量', '8'],
      ],
    ])
  })

  test('a page of frames has no text of its own', async () => {
    await expect(
      read(Buffer.from('<html><frameset><frame src=a.htm></frameset></html>'), 'a.xls'),
    ).rejects.toMatchObject({ code: 'no-text' })
  })

  test.each([
    ['deep nesting', '<div>'.repeat(5000), 'too-large'],
    ['tables in tables', '<table><tr><td>'.repeat(500), 'too-large'],
    [
      'spans wider than any table',
      `<table>${`<tr>${'<td colspan=1000>甲'.repeat(10)}`.repeat(300)}</table>`,
      'too-large',
    ],
  ])('%s is refused', async (_, body, code) => {
    await expect(contentOf(body)).rejects.toMatchObject({ code })
  })
})
