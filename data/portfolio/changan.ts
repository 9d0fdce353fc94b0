import { type Page, type PageCell, type PageTable, paragraph } from './page.ts'
import { txtBytes } from './text.ts'

const heading = (text: string) => paragraph('heading', text)
const body = (text: string) => paragraph('body', text)
const cell = (text: string, spans: Pick<PageCell, 'rowSpan' | 'columnSpan'> = {}): PageCell => ({
  text,
  ...spans,
})

interface Row {
  /** First level with its points, and how many rows it covers; null below a merged cell. */
  level1: readonly [text: string, rows: number] | null
  level2: string
  name: string
  target: string
  actual: string
  score: string
}

const rows: readonly Row[] = [
  {
    level1: ['产出指标（40分）', 4],
    level2: '数量指标',
    name: '支持中小企业数量',
    target: '4000户',
    actual: '4800户',
    score: '10',
  },
  { level1: null, level2: '质量指标', name: '受益对象覆盖率', target: '100%', actual: '100%', score: '10' },
  { level1: null, level2: '时效指标', name: '资金到位及时率', target: '100%', actual: '100%', score: '10' },
  { level1: null, level2: '成本指标', name: '补助标准', target: '170元/户', actual: '170元/户', score: '10' },
  {
    level1: ['预算执行率指标\n（10分）', 1],
    level2: '预算执行率',
    name: '',
    target: '100%',
    actual: '100%',
    score: '10',
  },
  {
    level1: ['效益指标（40分）', 2],
    level2: '社会效益指标',
    name: '政策知晓率',
    target: '90%',
    actual: '100%',
    score: '20',
  },
  {
    level1: null,
    level2: '经济效益指标',
    name: '减轻参保企业负担',
    target: '100%',
    actual: '100%',
    score: '20',
  },
  {
    level1: ['满意度指标\n（10分）', 1],
    level2: '满意度指标',
    name: '受益对象满意度',
    target: '95%',
    actual: '76%',
    score: '8',
  },
]

const header = (names: readonly string[]) => names.map((name) => cell(name))

const levels = ({ level1, level2, name }: Row) => [
  ...(level1 ? [cell(level1[0], { rowSpan: level1[1] })] : []),
  cell(level2),
  cell(name),
]

const targets: PageTable = {
  kind: 'table',
  widths: [1, 1, 1, 1],
  rows: [
    header(['一级指标', '二级指标', '三级指标', '预期指标值']),
    ...rows.map((row) => [...levels(row), cell(row.target)]),
  ],
}

const outcomes: PageTable = {
  kind: 'table',
  widths: [1, 1, 1, 1, 1, 1],
  rows: [
    header(['一级指标', '二级指标', '三级指标', '预期指标值', '实际完成值', '自评得分']),
    ...rows.map((row) => [...levels(row), cell(row.target), cell(row.actual), cell(row.score)]),
    [cell('总分', { columnSpan: 5 }), cell('98')],
  ],
}

const page: Page = [
  paragraph('title', '长安区社会保险中心2019年度'),
  paragraph('title', '中小企业网上服务经费项目绩效自评报告'),
  body(
    '说明：本件取自河北省石家庄市长安区公开的一份真实自评报告。指标、金额和分数照录，文字为重新撰写，未保留任何个人姓名。',
  ),
  body(
    '本中心对中小企业网上服务经费项目开展了绩效自评，评分办法为石财绩[2013]2号《石家庄市财政支出绩效评价办法》。',
  ),
  heading('一、项目基本情况'),
  heading('（一）项目概况'),
  body('1、立项与实施单位。'),
  body(
    '项目由长安区社会保险中心承担，立项依据是河北省人社部门2015年推广社保网上经办的文件（冀人社字[2015]74号）。中心为此向财政申请专项50万元。',
  ),
  body('2、实施内容。'),
  body(
    '全省统一的网上经办平台由专业公司建设维护，企业可在线申报参保、办理人员增减和查询。辖区企业接入平台所用的专线费用由本项目承担，企业不再自付。',
  ),
  body('3、资金情况。'),
  body('年初预算安排50万元，全部来自财政，2019年5月到账，年内实际支出50万元，没有结余。'),
  heading('（二）预期目标'),
  body('让参保企业足不出户办理业务，少跑腿、少花钱，以更好的服务吸引企业落户。'),
  heading('2、绩效指标。'),
  targets,
  heading('二、自评组织情况'),
  body(
    '中心成立自评小组，学习评价办法，聘请专业机构辅导，采用事后评价方式，对2019年企业使用网上系统的情况作了调查并询问满意程度，逐项填写下表。',
  ),
  outcomes,
  heading('三、绩效实现情况'),
  heading('（一）预算执行'),
  body('50万元预算按计划全部执行，得10分（满分10分）。'),
  heading('（二）产出'),
  body(
    '原定支持4000户，实际为4800余户提供了服务，单户费用170元/户；服务合同覆盖区内全部开户单位，覆盖率100%，资金及时到位，得40分（满分40分）。',
  ),
  heading('（三）效益'),
  body('企业普遍知道线路费用由中心承担，办事成本下降，得40分（满分40分）。'),
  heading('（四）满意度'),
  body('抽查的企业和个人中满意的占76%，低于95%的目标，服务态度和质量尚待改进，得8分（满分10分）。'),
  heading('四、评价结论'),
  body('网上经办缓解了人手少、业务多的矛盾，也免去企业往返。经打分，自评得分98分，评价等级为优秀。'),
  heading('五、问题与改进'),
  body('主要问题：受访企业反映服务商的咨询电话时常占线或无人应答，软件使用中的故障不能及时排除。'),
  body('改进措施：督促网络服务商整改，并对相关业务人员开展培训，逐步提高企业满意度。'),
]

/** The real published case that the project began with: its figures as they stand, its words told anew. */
export const changanCase = {
  path: '长安区-2019-中小企业网上服务经费-自评报告.txt',
  bytes: () => txtBytes(page),
}
