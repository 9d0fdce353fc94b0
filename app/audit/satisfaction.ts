import { figureWords } from '#app/domain/figure-words.ts'
import { bandOf } from '#app/domain/rule-set.ts'
import { gradeOfWords } from '#app/domain/scoring.ts'
import { cells, computed, words } from './evidence.ts'
import { concluded, type EvaluationRule, type Rule } from './rule.ts'

const survey = /问卷|抽样|样本|回访|测评|评议|满意度?(?:情况)?调查/
const asking = /调查|抽查|抽取|采访|访谈|座谈|随机|走访|询问|受访|电话/

/** Whether a paragraph tells how satisfaction was found out; a survey of needs or sites is another matter. */
const tellsOfSurvey = (text: string) => survey.test(text) || (/满意/.test(text) && asking.test(text))

const satisfactionNoSurvey: EvaluationRule = {
  id: 'satisfaction-no-survey',
  scope: 'evaluation',
  kinds: concluded,
  title: words('满意度没有调查依据', 'Satisfaction without a survey'),
  severity: 'notice',
  authority: '财预〔2020〕10号：绩效评价可采用公众评判法，通过问卷及抽样调查等方式评价',
  check({ evaluation, narrative, satisfactionGaps }, { proseCharacters }) {
    // A bare table has no place to speak of a survey; a report has.
    const prose = narrative.reduce((sum, text) => sum + text.trim().length, 0)
    const [gap] = satisfactionGaps
    const row = evaluation.indicators[gap?.ordinal ?? -1]
    if (!row || prose < proseCharacters || narrative.some(tellsOfSurvey)) return []
    if (asking.test(`${row.actual.text}${row.reason ?? ''}`)) return []
    return [
      {
        ordinal: gap?.ordinal ?? null,
        message: words(
          `“${row.name}”为 ${row.actual.text}，报告没有提到调查或样本数。`,
          `"${row.name}" is ${row.actual.text}, but the report mentions neither a survey nor its size.`,
        ),
        evidence: cells(row, 'actual'),
      },
    ]
  },
  examples: {
    breaks: [
      {
        rows: '满意度指标 | 学员满意度 | ≥90% | 93%',
        text: ['前期开展需求调查，项目按计划实施，效果良好。'.repeat(12)],
      },
      {
        rows: '满意度指标 | 学员满意度 | ≥90% | 80%',
        text: ['学员满意度为80%，未达目标。', '项目按计划实施，资金及时到位，效果良好。'.repeat(12)],
      },
    ],
    passes: [
      {
        rows: '满意度指标 | 学员满意度 | ≥90% | 93%',
        text: ['发放问卷200份，收回188份。', '项目按计划实施，资金及时到位，效果良好。'.repeat(12)],
      },
      { rows: '满意度指标 | 学员满意度 | ≥90% | 93%' },
      { rows: '满意度指标 | 学员满意度 | 满意 | 满意', text: ['项目按计划实施，资金及时到位。'.repeat(20)] },
    ],
  },
}

const satisfactionAgainstGrade: EvaluationRule = {
  id: 'satisfaction-against-grade',
  scope: 'evaluation',
  kinds: concluded,
  title: words('满意度明显未达标却评为优', 'Satisfaction missed by far, graded excellent'),
  severity: 'warning',
  authority: '财预〔2020〕10号：服务对象满意度是绩效目标的组成部分',
  check({ evaluation, ruleSet, recomputed, satisfactionGaps }, { satisfactionPoints }) {
    const { total, indicators } = evaluation
    const grade = gradeOfWords(total.grade) ?? bandOf(total.score, ruleSet)?.grade
    if (grade !== 'excellent') return []
    return satisfactionGaps.flatMap(({ ordinal, gapPoints, target, actual }) => {
      const row = indicators[ordinal]
      if (!row || gapPoints > -satisfactionPoints) return []
      const [wanted, reached, missed] = [target, actual, -gapPoints].map(figureWords)
      const verdict = total.grade ?? '优'
      const again = recomputed.rows[ordinal]?.score ?? null
      const score = again === null ? null : figureWords(again)
      return {
        ordinal,
        message: words(
          `“${row.name}”${reached}%，比目标 ${wanted}% 低 ${missed} 个百分点${score ? `（按比例应得 ${score} 分）` : ''}，综合评价仍为“${verdict}”。`,
          `"${row.name}" is ${reached}%, ${missed} points below its target of ${wanted}%${score ? ` (worth ${score} points)` : ''}, yet the report is graded "${verdict}".`,
        ),
        evidence: [
          ...cells(row, 'target', 'actual', 'score'),
          ...(score ? [computed(words('重新计算的得分', 'recomputed score'), score)] : []),
          computed(words('等级', 'grade'), verdict),
          ...(total.score === null ? [] : [computed(words('总分', 'total'), figureWords(total.score))]),
        ],
      }
    })
  },
  examples: {
    breaks: [
      { rows: '满意度指标 | 受益对象满意度 | 95% | 76% | 10 | 8', total: 98, grade: '优秀' },
      { rows: '满意度指标 | 学员满意度 | ≥90% | 80% | 10 | 8.9', total: 95 },
    ],
    passes: [
      { rows: '满意度指标 | 受益对象满意度 | 95% | 85.5% | 10 | 9', total: 98, grade: '优秀' },
      { rows: '满意度指标 | 受益对象满意度 | 95% | 76% | 10 | 8', total: 88, grade: '良' },
      { rows: '满意度指标 | 受益对象满意度 | 95% | 基本满意 | 10 | 8', total: 95, grade: '优' },
    ],
  },
}

export const satisfactionRules: readonly Rule[] = [satisfactionNoSurvey, satisfactionAgainstGrade]
