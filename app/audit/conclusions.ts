import { figureWords } from '#app/domain/figure-words.ts'
import { gradeOfWords } from '#app/domain/scoring.ts'
import { computed, inText, words } from './evidence.ts'
import { plainSentence } from './mentions.ts'
import type { Fault } from './rule.ts'
import type { Subject } from './subject.ts'

const totalNames =
  /(?:自评得分|自评总分|总得分|总分|综合得分|评价得分|评价结果|结果)(?:为|是|:)?(\d{1,3}(?:\.\d+)?)分/

/** The total in the text against the table's. */
export function totalFaults(
  sentence: string,
  { evaluation: { total } }: Subject,
  index: number | null,
): Fault[] {
  const told = totalNames.exec(sentence)?.[1]
  if (told === undefined || total.score === null || Math.abs(Number(told) - total.score) < 0.05) return []
  return [
    {
      ordinal: null,
      message: words(
        `正文称总分 ${told} 分，表中总分为 ${figureWords(total.score)} 分。`,
        `The text gives a total of ${told}, but the table says ${figureWords(total.score)}.`,
      ),
      evidence: [
        inText(words('正文', 'text'), `${told}分`, index),
        computed(words('所列总分', 'stated total'), figureWords(total.score)),
      ],
    },
  ]
}

const rateWords = /(?:预算|资金)?执行率(?:为|达到|达|是|:)?(\d+(?:\.\d+)?)%/
const otherRates =
  /目标|计划|预期|月|季度|半年|截至|上年|去年|20\d\d年|以上|不低于|≥|财政拨款|结转|中央|省|市级|县级|区级/

/** The execution rate in the text against the one printed beside the funds. */
export function rateFaults(sentence: string, { evaluation }: Subject, index: number | null): Fault[] {
  const { executionRate: printed } = evaluation.funds
  const [, figure] = rateWords.exec(sentence) ?? []
  if (figure === undefined || printed === null || otherRates.test(sentence)) return []
  const decimals = Math.min(figure.split('.')[1]?.length ?? 0, decimalsOf(printed))
  if (Math.abs(Number(figure) - printed) <= 0.55 / 10 ** decimals) return []
  return [
    {
      ordinal: null,
      message: words(
        `正文称预算执行率 ${figure}%，表中为 ${figureWords(printed)}%。`,
        `The text gives an execution rate of ${figure}%, but the table says ${figureWords(printed)}%.`,
      ),
      evidence: [
        inText(words('正文', 'text'), `${figure}%`, index),
        computed(words('所列执行率', 'stated execution rate'), `${figureWords(printed)}%`),
      ],
    },
  ]
}

const decimalsOf = (value: number) => String(value).split('.')[1]?.length ?? 0

const gradeWords = /(?:等级|等次)(?:评定)?(?:为|是|:)(优秀|优|良好|良|中|合格|差)/

/** A grade in the text that is not the table's; what explains the bands names several. */
export function gradeFaults(text: string, { evaluation: { total } }: Subject, index: number | null): Fault[] {
  const plain = plainSentence(text)
  const told = gradeWords.exec(plain)?.[1] ?? null
  const [stated, own] = [gradeOfWords(total.grade), gradeOfWords(told)]
  if (told === null || stated === null || own === null || stated === own) return []
  if (/分以上|分以下|\(含\)|上年|去年|四个|分为/.test(plain)) return []
  return [
    {
      ordinal: null,
      message: words(
        `正文称等级为“${told}”，表中等级为“${total.grade}”。`,
        `The text gives the grade as "${told}", but the table says "${total.grade}".`,
      ),
      evidence: [
        inText(words('正文', 'text'), told, index),
        computed(words('所列等级', 'stated grade'), total.grade ?? ''),
      ],
    },
  ]
}
