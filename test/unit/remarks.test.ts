import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { remarksIn, standingsOf } from '#app/domain/remarks.ts'

const said = (lines: readonly string[]) => remarksIn(lines).map(({ kind, text, line }) => [line, kind, text])

describe('the section on problems and measures', () => {
  test('its two parts under headings of their own', () => {
    expect(
      said([
        '四、评价结论',
        '自评得分98分。',
        '五、存在的问题及改进措施',
        '（一）项目存在的主要问题',
        '受访企业反映咨询电话常常无人接听，软件故障不能及时排除。',
        '（二）针对问题提出具体的改进措施或建议',
        '督促服务商整改，并对业务人员开展培训。',
        '六、其他需要说明的事项',
        '本报告数据截至年底。',
      ]),
    ).toEqual([
      [4, 'problem', '受访企业反映咨询电话常常无人接听，软件故障不能及时排除。'],
      [6, 'measure', '督促服务商整改，并对业务人员开展培训。'],
    ])
  })

  test('a heading without its number, as conversions lose it', () => {
    expect(
      said([
        '（一）项目存在的主要问题',
        '课程内容陈旧，实操课时不足。',
        '针对问题提出具体的改进措施或建议',
        '我中心下一步将调整课程，增加实操课时。',
      ]).map(([, kind]) => kind),
    ).toEqual(['problem', 'measure'])
  })

  test('labels at the head of a line', () => {
    expect(
      said(['主要问题：师资力量不足。', '改进措施：招聘专职教师3名。', '3.存在的问题：设备老化。']),
    ).toEqual([
      [0, 'problem', '师资力量不足。'],
      [1, 'measure', '招聘专职教师3名。'],
      [2, 'problem', '设备老化。'],
    ])
  })

  test('lists become items, and a promise within the problems is one', () => {
    expect(
      said([
        '五、存在的问题和改进措施',
        '一是预算编制不够细化；二是绩效指标量化不足。',
        '1.资金支付偏慢。2.验收资料不齐。',
        '宣传覆盖面不广。下一步将联合街道扩大宣传。',
      ]).map(([, kind, text]) => [kind, text]),
    ).toEqual([
      ['problem', '预算编制不够细化'],
      ['problem', '绩效指标量化不足。'],
      ['problem', '资金支付偏慢。'],
      ['problem', '验收资料不齐。'],
      ['problem', '宣传覆盖面不广。'],
      ['measure', '下一步将联合街道扩大宣传。'],
    ])
  })

  test.each(['无', '自评未发现需要整改的问题，今后将继续加强日常管理。', '本项目不存在明显问题。', '/'])(
    '%s names none',
    (text) => {
      expect(said(['五、存在的问题', text])).toEqual([])
    },
  )

  test('a line below the report is none of it, and what a problem promises is a measure', () => {
    const lines = [
      '六、存在的问题',
      '1.培训人数：报名不足；将提前宣传。',
      '附件：问卷汇总表',
      '示例数据：由程序生成。',
    ]
    expect(said(lines)).toEqual([
      [1, 'problem', '培训人数：报名不足'],
      [1, 'measure', '将提前宣传。'],
    ])
  })

  test('figures stay whole', () => {
    expect(said(['存在问题：', '3.5万元设备款未支付，12户农户未验收。'])).toEqual([
      [1, 'problem', '3.5万元设备款未支付，12户农户未验收。'],
    ])
  })

  test('no text throws, and nothing is said that the lines do not hold', () => {
    const pieces = fc.constantFrom(
      '五、',
      '存在的问题',
      '改进措施',
      '：',
      '。',
      '一是',
      '电话占线',
      '1.',
      '；',
      '将',
    )
    const text = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (lines) => {
        for (const { line, text: one } of remarksIn(lines)) expect(lines[line]).toContain(one)
      }),
    )
  })
})

describe('what became of it in the next report', () => {
  const problem = (text: string) => ({ kind: 'problem' as const, text })

  test.each([
    ['咨询电话常常占线，故障不能及时排除。', '咨询电话常常占线,故障不能及时排除', 'repeated'],
    ['咨询电话常常占线，故障不能及时排除。', '咨询电话仍时常占线，软件故障不能及时得到排除。', 'remains'],
    ['验收资料不齐，涉及12户。', '验收资料不齐，涉及8户。', 'remains'],
    ['培训人数：受天气影响，进度滞后。', '合格率：受天气影响，进度滞后。', 'gone'],
    ['咨询电话常常占线，故障不能及时排除。', '预算编制不够细化，指标量化不足。', 'gone'],
  ] as const)('%s / %s: %s', (earlier, later, standing) => {
    expect(standingsOf([problem(earlier)], [problem(later)])[0]?.standing).toBe(standing)
  })

  test('a measure does not stand for a problem, and the one that says the same is named', () => {
    const next = [{ kind: 'measure' as const, text: '设备老化' }, problem('人手不足'), problem('设备老化')]
    expect(standingsOf([problem('设备老化')], next)).toEqual([{ standing: 'repeated', by: 2 }])
    expect(standingsOf([problem('设备老化')], [])).toEqual([{ standing: 'gone', by: null }])
  })
})
