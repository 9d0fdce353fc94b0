import type { EvaluationKind } from '#app/domain/evaluation.ts'
import { plain } from './grid.ts'
import type { IndicatorSet } from './tables/indicator-set.ts'
import { isOfReviewer } from './tables/reviewers.ts'

/**
 * What kind of evaluation a title announces; without a word, a form without outcomes sets targets, and one of outcomes
 * of a part of the year, as their heading says, watches them. What has nobody's points but a reviewer's is their review.
 */
export function kindOf(title: string, set: Pick<IndicatorSet, 'has' | 'heads'>): EvaluationKind {
  if (isOfReviewer(set.heads?.('score') ?? '')) return 'review'
  const lines = title.split('\n').map(plain)
  // The form's own name says it before a letter's subject around it, a sheet's name below it or a table's caption.
  const [announced] = [...lines.filter((line) => /^(?!表).*表/.test(line)), ...lines].flatMap(
    (line) => kindWords.find(([words]) => words.test(line))?.[1] ?? [],
  )
  const isOfPart = !set.has('score') && partOfYear.test(plain(set.heads?.('actual') ?? ''))
  return (
    announced ??
    (isOfPart ? 'monitoring' : set.has('actual') || set.has('score') ? 'selfEvaluation' : 'target')
  )
}

/** 1-8月完成值, 截至6月底完成情况; 1-12月 is the whole year. */
const partOfYear = /(?:^|\D)(?:\d{1,2}月?[-—–~～至到]|截[至止](?:20\d\d年)?)(?!12月)\d{1,2}月|上半年/

const kindWords: readonly [RegExp, EvaluationKind][] = [
  // 视频监控租赁费 is rented, not monitored.
  [/(?:绩效|运行|执行|目标|事中|情况).{0,2}监控|监控(?:情况|报告|表|分析|汇总|评价)|跟踪/, 'monitoring'],
  [/复核报告/, 'review'],
  [/自评/, 'selfEvaluation'],
  [/目标(?:申报|批复|申请|表|设定|审核|公开|情况表)|申报表/, 'target'],
  [
    /^.{0,12}?(?:20\d\d年度?)?(?:部门|单位)?(?:预算)?(?:项目|部门整体|整体|专项资金)(?:支出)?绩效目标$/,
    'target',
  ],
  [/复核|(?:部门|财政|重点){1,2}(?:项目)?(?:支出)?(?:绩效)?评价/, 'review'],
]
