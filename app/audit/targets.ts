import { figureWords } from '#app/domain/figure-words.ts'
import type { Words } from '#app/domain/finding.ts'
import type { Indicator, Level1 } from '#app/domain/indicator.ts'
import { readQuantity } from '#app/domain/quantity-reader.ts'
import { isExecutionRow, isSubRow } from '#app/domain/weights.ts'
import { cells, computed, listed, words } from './evidence.ts'
import { type EvaluationRule, planned, type Rule } from './rule.ts'

/** Words that name a degree, a date or a state which somebody can check. */
const graded =
  /[优良好差高低强]$|[较更很][优良好差高低强]|优秀|优良|良好|优于|高于|低于|明显|显著|有所|有效|有力|大幅|逐步|日益|得到|持续|稳定|稳步|不断|进一步|基本|全部|全面|完全|充分|部分|完成|达成|达到|达标|合格|合规|合法|合理|符合|明确|准确|及时|按[时期]|如期|准时|保质保量|健全|完善|建立|建成|形成|投入使用|覆盖|到位|公开|透明|(?:改善|提升|提高|增强|增加|增长|减少|降低|下降|缩短|缩小)$|长期|应.尽.|满意|规范|正常|安全|畅通|可行|科学|^[是否有无√×]$|零|不发生|未发生|年内|当年|季度|月/

/** What a template's own text looks like; the value grammar then decides. */
const leftOver =
  /[*★☆×xXN□○◯_…]{2,}|^[≥≤<>=约]?[*xXN](?:[%万亿]|\p{Script=Han}{1,3}|$)|\.{3,}|^…+$|\d+字(?:以内|左右|以下)|限\d+字|请(?:填写|输入|选择)|^指标\d{0,2}[:：]?$|\{[^{}]*\}|此处填写/u
/** Places and people left unnamed: XX村. */
const unnamed = /[xX×*]{2}(?:省|市|县|区|乡|镇|村|街|路|社区|校|学校|单位|公司|企业|同志|某)/

/** What a rate or a degree ends in: a name that says of what the 100 % is. */
const rate = /(?:率|度|比例|比重|占比|程度|水平|指数|比)(?:[(（].*)?$/

/** Why a target cannot be measured; null where it can. */
function flawOf(row: Indicator, level: Level1 | null, others: readonly Indicator[]): Words | null {
  const { target } = row
  if (target.kind === 'qualitative' && !graded.test(target.text))
    return {
      zh: `目标“${target.text}”没有数值、时限或可分级的表述`,
      en: `"${target.text}" has no figure, date or degree`,
    }
  const isMissing =
    target.kind === 'empty' && !leftOver.test(target.text) && (row.score !== null || row.weight !== null)
  if (
    isMissing &&
    others.some((other) => other.target.kind !== 'empty') &&
    !isExecutionRow(row) &&
    !isSubRow(row)
  )
    return { zh: '没有目标值', en: 'it has no target' }
  const isWhole = target.kind === 'percent' && target.value === 100
  return isWhole && level === 'benefit' && !rate.test(row.name)
    ? { zh: '目标 100% 没有可核对的基数', en: 'its 100% has no base to check it by' }
    : null
}

const unmeasurable: EvaluationRule = {
  id: 'unmeasurable',
  scope: 'evaluation',
  kinds: planned,
  title: words('目标无法衡量', 'Target cannot be measured'),
  severity: 'notice',
  authority: '财预〔2015〕88号：绩效目标应尽量定量表述，定性表述应具有可衡量性',
  check({ evaluation: { indicators }, recomputed }, { unmeasurablePercent }) {
    const flawed = indicators.flatMap((row, ordinal) => {
      const flaw = flawOf(row, recomputed.rows[ordinal]?.level ?? null, indicators)
      return flaw ? { row, ordinal, flaw, points: recomputed.rows[ordinal]?.weight.points ?? 0 } : []
    })
    const all = recomputed.rows.reduce((sum, { weight }) => sum + (weight.points ?? 0), 0)
    const share = all === 0 ? 0 : (100 * flawed.reduce((sum, { points }) => sum + points, 0)) / all
    const isMost = share > unmeasurablePercent
    return flawed.map(({ row, ordinal, flaw }) => ({
      ordinal,
      severity: isMost ? 'warning' : 'notice',
      message: words(
        `“${row.name}”${flaw.zh}，无法衡量${isMost ? `；此类指标占分值的 ${figureWords(share)}%` : ''}。`,
        `"${row.name}" cannot be measured: ${flaw.en}${isMost ? `; such indicators hold ${figureWords(share)}% of the points` : ''}.`,
      ),
      evidence: cells(row, 'target'),
    }))
  },
  examples: {
    breaks: [
      { rows: '经济效益指标 | 减轻参保企业负担 | 100% | 100% | /20 | 20' },
      { rows: '社会效益指标 | 对经济发展的作用 | 促进经济社会协调 | 已促进 | 30 | 30' },
      { rows: '社会效益指标 | 管理水平 | 加强日常管理 | 已加强 | 30 | 30' },
      { rows: '数量指标 | 培训人数 |  | 310人 | 10 | 10\n质量指标 | 合格率 | ≥95% | 96% | 10 | 10' },
    ],
    passes: [
      { rows: '质量指标 | 受益对象覆盖率 | 100% | 100% | 10 | 10' },
      { rows: '社会效益指标 | 政策知晓率 | 100% | 100% | 10 | 10' },
      { rows: '社会效益指标 | 企业办事环境 | 明显改善 | 明显改善 | 10 | 10' },
      { rows: '时效指标 | 完成时限 | 2019年12月底前 | 已完成 | 10 | 10' },
      { rows: '可持续影响指标 | 长效管护机制 | 建立 | 建立 | 10 | 10' },
      { rows: '数量指标 | 补助对象 | 应补尽补 | 应补尽补 | 10 | 10' },
    ],
  },
}

const levelWords = {
  output: words('产出指标', 'output'),
  cost: words('成本指标', 'cost'),
  benefit: words('效益指标', 'benefit'),
  satisfaction: words('满意度指标', 'satisfaction'),
  execution: words('预算执行率', 'budget execution'),
  decision: words('决策指标', 'decision'),
  process: words('过程指标', 'process'),
} as const

const tooFew: EvaluationRule = {
  id: 'too-few',
  scope: 'evaluation',
  kinds: ['target', 'selfEvaluation'],
  title: words('指标过少或缺少一级指标', 'Too few indicators, or a first level missing'),
  severity: 'notice',
  authority: '财预〔2020〕10号：单位自评指标包括产出、效益和服务对象满意度',
  check({ evaluation: { indicators }, ruleSet, recomputed }) {
    const levels = new Set(recomputed.rows.map(({ level }) => level))
    const own = indicators.filter((row) => !isExecutionRow(row) && !isSubRow(row)).length
    // Where no first level is recognised, the form names them otherwise.
    const isKnown = recomputed.rows.some(({ level }) => level !== null && level !== 'execution')
    const missing = isKnown ? ruleSet.expectedLevels.filter((level) => !levels.has(level)) : []
    const few = own > 0 && own < ruleSet.fewestIndicators
    if (missing.length === 0 && !few) return []
    const zh = listed(missing.map((level) => levelWords[level].zh)).zh
    const en = listed(missing.map((level) => levelWords[level].en)).en
    const message = words(
      `${[few && `只有 ${own} 个指标，少于 ${ruleSet.fewestIndicators} 个`, zh && `缺少${zh}`].filter(Boolean).join('，')}。`,
      `The report has ${[few && `${own} indicators, fewer than ${ruleSet.fewestIndicators}`, en && `no indicator of ${en}`].filter(Boolean).join(', and ')}.`,
    )
    return [
      {
        ordinal: null,
        message,
        evidence: [computed(words('指标个数', 'number of indicators'), String(own))],
      },
    ]
  },
  examples: {
    breaks: [
      { rows: '数量指标 | 培训人数 | ≥300人 | 310人 | 90 | 90' },
      {
        rows: `数量指标 | 培训人数 | ≥300人 | 310人
          质量指标 | 合格率 | ≥95% | 96%
          时效指标 | 及时率 | 100% | 100%
          社会效益指标 | 知晓率 | ≥90% | 92%`,
      },
    ],
    passes: [
      {
        rows: `数量指标 | 培训人数 | ≥300人 | 310人
          质量指标 | 合格率 | ≥95% | 96%
          社会效益指标 | 知晓率 | ≥90% | 92%
          满意度指标 | 学员满意度 | ≥90% | 93%`,
      },
      {
        rows: `数量指标 | 培训人数 | ≥300人 | 310人
          质量指标 | 合格率 | ≥95% | 96%
          社会效益指标 | 知晓率 | ≥90% | 92%
          效益指标/服务对象满意度指标 | 学员评价 | ≥90% | 93%`,
      },
      { funds: { budget: 1 } },
    ],
  },
}

const placeholder: EvaluationRule = {
  id: 'placeholder',
  scope: 'evaluation',
  kinds: planned,
  title: words('模板文字未替换', 'Template text left in a cell'),
  severity: 'warning',
  authority: '自评表填报说明：空白和示例文字应据实填写或删除',
  check({ evaluation: { indicators, year }, leftOvers }) {
    return indicators.flatMap((row, ordinal) => {
      const text = templateIn(row, year) ?? leftOvers.find((one) => one.ordinal === ordinal)?.text ?? null
      if (text === null) return []
      return {
        ordinal,
        message: words(
          `“${row.name}”一行保留了模板文字“${text}”。`,
          `The row "${row.name}" still holds the template's text "${text}".`,
        ),
        evidence: cells(row, 'target', 'actual'),
      }
    })
  },
  examples: {
    breaks: [
      { rows: '数量指标 | 培训人数 | ≥**人 | 310人' },
      { rows: '质量指标 | 合格率 | ≥95% | XX%' },
      { rows: '数量指标 | 培训人数 | X人 | 310人' },
      { rows: '数量指标 | 指标1： | ≥300人 | 310人' },
      { rows: '质量指标 | 合格率 | ≥95% | 90% | 10 | 9 | 100字以内' },
      { rows: '质量指标 | 合格率 | ≥95% | 90% | 10 | 9', leftOvers: ['（100字以内）'] },
    ],
    passes: [
      { rows: '数量指标 | 培训人数 | / | 310人' },
      { rows: '数量指标 | 培训人数 | ≥300人 | —' },
      { rows: '质量指标 | 受益对象 | 走访XX村等12个村的农户并听取意见 | 已走访' },
      { rows: '质量指标 | 发文字数 | 5000字 | 5200字' },
    ],
  },
}

/** What stands in a name or a reason: there XX may well be a village or a person left unnamed. */
const leftOverWords =
  /^[*★☆×xXN□○◯_….]{2,}$|^指标\d{0,2}[:：]?$|\d+字(?:以内|左右|以下)|请(?:填写|输入|选择)|此处填写/
/** A longer value with XX in it is a sentence too. */
const longestValue = 12

function templateIn(row: Indicator, year: number | null): string | null {
  const value = [row.target.text, row.actual.text].find(
    (text) =>
      text.length <= longestValue &&
      !unnamed.test(text) &&
      leftOver.test(text) &&
      readQuantity(text, { year }).problems.includes('placeholder'),
  )
  return value ?? [row.name, row.reason ?? ''].find((text) => leftOverWords.test(text.trim())) ?? null
}

export const targetRules: readonly Rule[] = [unmeasurable, tooFew, placeholder]
