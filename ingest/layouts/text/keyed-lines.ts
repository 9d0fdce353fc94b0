import { lineOf } from '../grid.ts'
import { ledByLevels, listed } from '../level-lines.ts'
import { levelsInName } from '../tables/levels.ts'

/*
 * Outlines name their levels in lines of their own, and give each indicator in one line with its values behind
 * words: 培训人数：目标 ≥500人；完成 520人；分值 10；得分 10.
 */

const before = '(?:^|(?<=[\\s；;，,、（(|。:：]))'
const apart = '(?:\\s*[:：]\\s*|\\s+)(?=\\S)'
/** 目标值≥500人, 得分8分: behind both its levels a line is no sentence, and a word may lead right to its value. */
const close = `(?:${apart}|为|(?<=[值数])(?=[^:：值数率])|(?<=[分重得])(?=\\d))(?=\\S)`
/** What leads up to a value, by the heading that it means. */
const words: readonly (readonly [heading: string, word: string])[] = [
  [
    '年度指标值',
    '(?:年度|年初|全年|绩效|预期|计划|设定)?(?:绩效)?(?:目标|指标)(?:值|数)?|计划(?:完成)?(?:值|数)?',
  ],
  ['实际完成值', '(?:年度|全年|年末)?(?:实际)?(?:实际|完成)(?:完成)?(?:值|数|情况)?'],
  ['分值', '(?:[该本此]项?(?:指标)?)?(?:分值|权重|满分)'],
  ['得分', '(?:[该本此]项?(?:指标)?)?(?:(?:自评)?得分?|自评分)'],
  [
    '偏差原因分析及改进措施',
    '(?:偏差|未完成|未达标)(?:的)?(?:原因|说明)(?:分析)?(?:及改进措施)?|原因(?:分析)?|说明',
  ],
  ['备注', '(?:偏差|差异|完成|达成|得分)率'],
]
const keyedWith = (after: string) =>
  new RegExp(words.map(([heading, word]) => `${before}(?<${heading}>${word})${after}`).join('|'), 'g')
const keyed = { apart: keyedWith(apart), close: keyedWith(close) }
const leastKeys = 3
/** Behind both levels a target and an outcome are enough. */
const leastLedKeys = 2
const longestLine = 300
/** 培训人数  目标值≥500人  完成值520人  分值10: gaps part what words lead right up to. */
const gaps = /\S(?:\s{2,}|\u3000+)\S.*\S(?:\s{2,}|\u3000+)\S/
/** 培训人数（10分） is worth what the brackets say. */
const pointsBehind = /[(（](\d{1,2}(?:\.\d+)?)分[)）]$/

/** 分值/得分：10/9 are two of them in one. */
const bothPoints =
  /(分值|权重|满分)\s*[/／]\s*((?:自评)?得分)\s*[:：]\s*(\d+(?:\.\d+)?)分?\s*[/／]\s*(\d+(?:\.\d+)?)分?/

/** What a line says that names an indicator and gives its values behind their words, by its headings; null for another. */
export function keyedIn(text: string): [heading: string, value: string][] | null {
  if (text.length > longestLine) return null
  const written = text.replace(bothPoints, '$1：$3；$2：$4')
  const led = ledByLevels(written)
  const line = led?.rest ?? written.replace(listed, '')
  const isParted = led !== null || gaps.test(line)
  const found = [...line.matchAll(isParted ? keyed.close : keyed.apart)].map((match) => ({
    heading: words.find(([heading]) => match.groups?.[heading] !== undefined)?.[0],
    start: match.index,
    end: match.index + match[0].length,
  }))
  const [first] = found
  const headings = new Set(found.map(({ heading }) => heading))
  if (
    first === undefined ||
    headings.size < (led === null ? leastKeys : leastLedKeys) ||
    headings.size < found.length
  )
    return null
  if (!headings.has('年度指标值') && !headings.has('实际完成值')) return null
  const name = line.slice(0, first.start)
  const bare = name.replace(/^指标\d{1,2}[:：.、]\s*/, '').replace(/[\s；;，,、（(|：:。—–-]+$/, '')
  const called = lineOf(bare.replace(pointsBehind, ''))
  if (called === null || called.length < 2 || called.length > longestName || /[。；;]/.test(called))
    return null
  const values = words.map(([wanted]): [string, string] => {
    const at = found.findIndex(({ heading }) => heading === wanted)
    const end = found[at + 1]?.start
    const value =
      at < 0
        ? (wanted === '分值' && pointsBehind.exec(bare)?.[1]) || ''
        : line
            .slice(found[at]?.end, end)
            .trim()
            .replace(/[\s；;，,、|。]+$|\s+[—–/／-]+$/, '')
            .replace(/^([^(（]*)[)）]$/, '$1')
    return [wanted, value]
  })
  const own =
    led === null
      ? levelsInName(called.replace(levelInBrackets, '$1：').replace(levelsApart, '$1：$2：'))
      : { ...led, name: called }
  const names: [string, string][] = [
    ['一级指标', own?.level1 ?? ''],
    ['二级指标', own?.level2 ?? ''],
    ['三级指标', own?.name ?? called],
  ]
  return [...names, ...values].filter(([, value]) => value !== '')
}

/** [数量指标] 培训人数 */
const levelInBrackets = /^[[【(（]([^[\]【】()（）]+)[\]】)）]\s*(?=\S)/

/** 数量指标    培训人数, 产出指标 数量指标 培训人数 */
const levelsApart = /^(\S+指标)\s+(?:(\S+指标)\s+)?(?=\S)/

const longestName = 40
