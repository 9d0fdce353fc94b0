import { docxBytes } from './docx.ts'
import { type Page, paragraph, sampleNotice } from './page.ts'
import { xlsxBytes } from './xlsx.ts'

const meetingNotice: Page = [
  paragraph('title', '关于召开项目支出绩效自评工作布置会的通知'),
  paragraph('body', '各预算单位：'),
  paragraph(
    'body',
    '为做好2022年度项目支出绩效自评工作，定于下周三上午九时在望澜区财政局三楼会议室召开工作布置会，请各单位分管负责同志和财务负责同志准时参加。',
  ),
  paragraph('body', '请提前熟悉自评表填报说明，并带齐本单位项目清单。'),
  paragraph('body', '望澜区财政局'),
  paragraph('note', sampleNotice),
]

const brokenOff: Page = [
  paragraph('title', '栗川县2023年度项目支出绩效自评汇总表'),
  { kind: 'table', widths: [20, 20], rows: [[{ text: '项目名称' }, { text: '自评总分' }]] },
  paragraph('note', sampleNotice),
]

/** Two documents that no reader can take in, so that a portfolio shows what is kept aside: a letter without a table, and a workbook whose transfer broke off. */
export const unreadableDocuments = [
  {
    path: '2022/望澜区/2022年-望澜区-绩效自评工作布置会通知.docx',
    bytes: () => docxBytes(meetingNotice),
  },
  {
    path: '2023/栗川县/2023年-栗川县-绩效自评汇总表.xlsx',
    bytes: async () => {
      const whole = await xlsxBytes(brokenOff, { name: '汇总表', lines: true })
      return whole.slice(0, Math.floor(whole.length * 0.6))
    },
  },
] as const
