import { yuanPerUnit } from './money.ts'
import { plainText } from './quantity-text.ts'

/** Units of measure in normal form, each with its other spellings. */
const measures: Record<string, string> = {
  平方米: 'm2 M2 平米 平方',
  平方公里: '平方千米 km2 KM2',
  平方厘米: 'cm2',
  立方米: 'm3 M3 立方 方',
  立方厘米: 'cm3',
  公里: '千米 km KM Km 公里数',
  米: 'm',
  延米: '延长米',
  厘米: 'cm CM',
  毫米: 'mm MM',
  公斤: '千克 kg KG Kg',
  克: 'g',
  毫克: 'mg',
  吨: 't T',
  吨标准煤: '吨标煤 tce',
  吨二氧化碳当量: 'tCO2e',
  升: 'L',
  毫升: 'ml mL',
  公顷: 'ha hm2',
  千瓦时: 'kWh KWH kwh kW·h',
  千瓦: 'kW KW kw',
  兆瓦: 'MW',
  兆瓦时: 'MWh MW·h',
  吉瓦: 'GW',
  兆帕: 'MPa Mpa',
  马力: '匹马力',
  千伏: 'kV KV',
  千伏安: 'kVA KVA',
  分贝: 'dB db DB',
  小时: '个小时 h 钟头 个钟头',
  分钟: 'min',
  秒: 's',
  工作日: '个工作日 工作天 个工作天',
  天: '日 日历天 自然日 个自然日 日历日 个日历日 个日历天',
  月: '个月 个自然月',
  季度: '个季度 季',
  学期: '个学期',
  学年: '个学年',
  年: '个年度 个自然年',
  周: '星期 个星期 礼拜',
  人次: '人·次 人(次)',
  人: '个人',
  '%': '百分比 个% ％',
  pp: '个百分点 百分点 个pp %点',
  '‰': '千分比',
  成: '',
  元: '圆 块钱 元整 元人民币 人民币元',
  千元: '',
  百万元: '',
  港元: '港币',
  'mg/L': 'mg/l 毫克/升',
  '微克/立方米': 'ug/m3 微克/m3 ug/立方米 ug/M3',
  摄氏度: '°C',
  GB: 'gb',
  TB: 'tb',
  MB: 'mb',
  Mbps: 'mbps M/s Mbit/s',
}

/** Classifiers and counted things that are their own normal form. */
const classifiers =
  '人 名 位 户 家 个 项 次 件 套 台 辆 座 处 条 份 篇 册 本 所 栋 幢 间 场 期 批 批次 人次 户次 家次 车次 班次 场次 ' +
  '台次 架次 件次 项次 例次 剂 剂次 针次 台套 台件 头 只 匹 羽 尾 株 棵 亩 亩次 头次 只次 羽次 顷 公顷 斤 起 例 宗 案 队 支 组 ' +
  '班 班级 届 门 节 学时 课时 讲 页 字 张 幅 块 面 盏 根 口 眼 孔 杆 副 双 袋 箱 瓶 桶 盒 包 卷 捆 车 艘 架 列 站 ' +
  '站点 网点 点位 村 行政村 自然村 镇 乡 乡镇 街道 社区 县 区 县区 区县 市 省 园区 校 院 馆 床 床位 泊位 车位 工位 岗位 岗 ' +
  '版 部 集 首 种 类 标段 轮 趟 回 遍 顿 餐 倍 分 岁 层 单元 对 封 通 单 票 笔 款 席 桌 盘 片 枚 颗 针 道 顶 ' +
  '工日 工时 台班 兆 度 美元 欧元 分钟 度电 标箱 标准箱 人份 期次 课 里 井 具 把 ' +
  '辆次 艘次 门次 册次 学分 盆 丛 池 棚 栏 路 段 路段 堂 节次 套次 站次 频次 宗次 列次 粒 束 枝 朵 样 帧 端口 节点 机位 学位 席位 座次 厅 室 ' +
  '峰 群 客 帘 蔸 蓬 畦 桩 墩 塔 柜 缸 罐 坛 筐 篓 担 扎 沓 堆 串 穗 环 排 团 股 窑 炉 杯 壶 碗 锅 笼 帖 付 发 令 曲 渠 坝 闸 涵 桥 ' +
  '樘 扇 尊 丘 头只 只羽 头只羽 吨公里 人公里 车公里 车道公里 单车道公里 头份 羽份 间夜 台时 机时 垄 穴 剧目 课题 案件 地块 宗地 图斑 样本 样品 批件 点次 基 窝 仓 店 厂 亭 摊 碑 屏 锭 匾 '

/** Work is counted in 人月, but 元/人月 is by person and month. */
const workUnits: Record<string, string> = {
  人天: '人·天 人·日 人日',
  人月: '人·月',
  人年: '人·年',
  床日: '床·日',
}

/** What only a cost or a frequency is counted by: 每生, 元/企业. */
const perNouns =
  '生 学生 企业 学校 机构 单位 项目 家庭 员 宗地 地块 标 学员 教师 老人 残疾人 农户 贫困户 职工 干部 半年 学科'

const timeUnits = new Set(listed('年 学年 半年 学期 季度 月 周 天 工作日 小时 分钟 秒'))

/** Places are counted in 个 (3个村), so that 村 and 个 count the same. */
const places = listed(
  '村 行政村 自然村 镇 乡 乡镇 街道 社区 县 区 县区 区县 市 省 园区 站点 网点 点位 岗位 床位 车位 泊位 工位 标段 班 班级 路段 端口 节点 机位 学位 席位 课题 地块 图斑 样本 样品',
)

/** Nouns that begin as a place does and are no 村. */
const beginAsPlaces = listed('村寨 村落 村庄 村屯 村组 村民小组 村居')

/** Households and enterprises are called either; a visit (人次) is not a person. */
const synonyms = ['户 家 企业 农户 家庭', '人 名 位 生 学生 学员 老人 职工 残疾人']

/** Exact factors within one dimension, to its base of factor 1. */
const dimensions: Record<string, number>[] = [
  yuanPerUnit,
  { 米: 1, 公里: 1_000, 厘米: 0.01, 毫米: 0.001 },
  { 公斤: 1, 吨: 1_000, 斤: 0.5, 克: 0.001 },
  { 平方米: 1, 公顷: 10_000, 亩: 10_000 / 15, 平方公里: 1_000_000 },
  { 小时: 1, 天: 24 },
  { 月: 1, 季度: 3, 年: 12 },
]
const dimensionOf = new Map(
  dimensions.flatMap((factors) => Object.keys(factors).map((unit) => [unit, factors] as const)),
)

interface Spelling {
  written: string
  unit: string
}

const countSpellings: Spelling[] = [
  ...spellingsOf(measures),
  ...listed(classifiers).map((unit) => ({ written: unit, unit })),
  ...places.map((unit) => ({ written: `个${unit}`, unit })),
  ...beginAsPlaces.map((noun) => ({ written: `个${noun}`, unit: '个' })),
]
const counted = byFirstCharacter([...countSpellings, ...spellingsOf(workUnits)])
const divided = byFirstCharacter([
  ...countSpellings,
  ...listed(perNouns).map((unit) => ({ written: unit, unit })),
])
/** What a unit's synonyms are called together: the first of them. */
const groupOf = new Map(
  synonyms.flatMap((group) => listed(group).map((unit, _, [first = unit]) => [unit, first] as const)),
)

function listed(words: string): string[] {
  return words.split(' ').filter((word) => word !== '')
}

function spellingsOf(table: Record<string, string>): Spelling[] {
  return Object.entries(table).flatMap(([unit, others]) =>
    [unit, ...listed(others)].map((written) => ({ written, unit })),
  )
}

function byFirstCharacter(list: Spelling[]): Map<string, Spelling[]> {
  const index = new Map<string, Spelling[]>()
  for (const spelling of [...list].sort((a, b) => b.written.length - a.written.length)) {
    const first = spelling.written.charAt(0)
    index.set(first, [...(index.get(first) ?? []), spelling])
  }
  return index
}

/** A unit found in a text, in normal form, and where it ends. */
interface UnitAt {
  unit: string
  end: number
}

/** The longest known unit that starts here; null where none does. */
export function unitAt(text: string, start: number): UnitAt | null {
  const found = spellingAt(counted, text, start)
  return found?.end === start + 1 && byVisit.test(text.slice(found.end, found.end + 2))
    ? { unit: `${found.unit}次`, end: found.end + 1 }
    : found
}

/** 处次, 校次: what a classifier of one character counts may be counted by visits; 3处次干道 are places. */
const byVisit = /^次(?:$|[^\u4e00-\u9fff]|[以左及或])/

function spellingAt(index: Map<string, Spelling[]>, text: string, start: number): UnitAt | null {
  const found = index.get(text.charAt(start))?.find(({ written }) => text.startsWith(written, start))
  if (found === undefined) return null
  const end = start + found.written.length
  const isPartOfWord =
    /[a-z]$/i.test(found.written) && !/^(?:$|[^a-z0-9\u4e00-\u9fff]|[以左内及或])/i.test(text.slice(end))
  return isPartOfWord ? null : { unit: found.unit, end }
}

/** What something is counted by: 每人每月, /人·月, /(人*月); null where no such phrase starts here. */
export function perAt(text: string, start: number): { per: string[]; end: number } | null {
  const opening = /\/?\(?每?|每/y
  opening.lastIndex = start
  const sign = opening.exec(text)?.[0] ?? ''
  if (!/[/每]/.test(sign)) return null
  const per: string[] = []
  let end = start + sign.length
  for (let next = spellingAt(divided, text, end); next !== null; ) {
    per.push(next.unit)
    end = next.end
    next = nextPer(text, end)
  }
  if (per.length === 0) return null
  if (sign.includes('(') && text.charAt(end) === ')') end += 1
  return { per, end }
}

function nextPer(text: string, end: number): UnitAt | null {
  const separator = /\/每|[/每·*×.、,-]/y
  separator.lastIndex = end
  const sign = separator.exec(text)?.[0] ?? ''
  const next = spellingAt(divided, text, end + sign.length)
  if (next === null) return null
  const isList = sign === '' || sign === ',' || sign === '、'
  return !isList || timeUnits.has(next.unit) ? next : null
}

/** One normal form of a compound unit: things before time, joined as in 元/人·月. */
export function compoundUnit(head: string, per: string[]): string {
  if (per.length === 0) return head
  const things = per.filter((unit) => !timeUnits.has(unit))
  const times = per.filter((unit) => timeUnits.has(unit))
  const divisor = [...new Set([...things, ...times])].join('·').replace('人·次', '人次')
  return `${head}/${divisor}`
}

/** A written unit in normal form (元/人*月 is 元/人·月); a unit nobody knows stays as written, none is null. */
export function normalUnit(written: string): string | null {
  const text = plainText(written)
    .replace(/\s+/g, '')
    .replace(/^\((.*)\)$/, '$1')
  if (text === '') return null
  const scale = /^[万亿](?=元|$|\/)/.exec(text)?.[0] ?? ''
  const rest = text.slice(scale.length).replace(/^(?=\/|$)/, scale === '' ? '' : '元')
  const head = unitAt(rest, 0)
  if (head === null) return text
  const per = perAt(rest, head.end)
  if ((per?.end ?? head.end) < rest.length) return text
  return compoundUnit(scale + head.unit, per?.per ?? [])
}

/** Whether a text is a unit and nothing else: 户, 万元, 元/人·月. */
export function isUnit(text: string): boolean {
  const rest = text.replace(/^[万亿](?=.)/, '').replace(/^[万亿]?(?=\/|$)/, '元')
  const head = unitAt(rest, 0)
  return head !== null && (perAt(rest, head.end)?.end ?? head.end) === rest.length
}

/** Whether two units count the same thing in the same size; an unknown unit is the same as none. */
export function sameUnit(a: string | null, b: string | null): boolean {
  if (a === b || a === null || b === null) return a === b
  const first = unitSteps(a)
  const second = unitSteps(b)
  return first.length === second.length && first.every((unit, index) => sameStep(unit, second[index]))
}

const steps = new Map<string, string[]>()
const mostSteps = 10_000

/** A long list compares the same few units again and again. */
function unitSteps(unit: string): string[] {
  const known = steps.get(unit)
  if (known !== undefined) return known
  const found = (normalUnit(unit) ?? unit).split(/[/·]/)
  if (steps.size >= mostSteps) steps.clear()
  steps.set(unit, found)
  return found
}

function sameStep(a: string, b: string | undefined): boolean {
  if (b === undefined) return false
  if (a === b || (a === '个' && places.includes(b)) || (b === '个' && places.includes(a))) return true
  const group = groupOf.get(a)
  return group !== undefined && group === groupOf.get(b)
}

/** One name for units in normal form that count the same thing, so that 元/家 and 元/户 stand side by side: 户, 人·月. */
export function comparableUnit(unit: string): string {
  return unit
    .split('·')
    .map((step) => groupOf.get(step) ?? step)
    .join('·')
}

/** What a cost or frequency is counted by: 人·月 of 元/人·月; null where the unit is not of that kind. */
export function perUnitOf(unit: string): string | null {
  const at = unit.indexOf('/')
  return at < 0 ? null : unit.slice(at + 1)
}

/** The thing a cost is counted by, without its time: 人 of 元/人·月; null where there is only a time or nothing. */
export function perHeadOf(unit: string): string | null {
  const [head = ''] = perUnitOf(unit)?.split('·') ?? []
  return head === '' || timeUnits.has(head) ? null : head
}

/** A value in another unit of the same dimension (元 and 万元, 公里 and 米); null where they do not convert. */
export function convertedValue(value: number, from: string, to: string): number | null {
  if (sameUnit(from, to)) return value
  if (!sameDivisor(from, to)) return null
  const [fromHead = ''] = from.split('/')
  const [toHead = ''] = to.split('/')
  const dimension = dimensionOf.get(fromHead)
  if (dimension !== dimensionOf.get(toHead)) return null
  const fromFactor = dimension?.[fromHead]
  const toFactor = dimension?.[toHead]
  if (fromFactor === undefined || toFactor === undefined) return null
  return Number(((value * fromFactor) / toFactor).toPrecision(15))
}

const sameDivisor = (a: string, b: string) => sameUnit(perUnitOf(a), perUnitOf(b))

/** Whether a unit measures time. */
export const isTimeUnit = (unit: string) => timeUnits.has(unit)
