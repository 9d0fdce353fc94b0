import { nowhere, type Problem } from '#app/domain/problem.ts'
import type { Draft } from './layouts/draft.ts'
import { isOffice } from './layouts/labels.ts'
import { isName } from './layouts/prose.ts'

/** What is said of a form, of time and of order in a file's name, and names neither office nor project. */
const aside =
  /\.[A-Za-z]{2,5}$|[(（【[]?20\d\d年?度?[)）】\]]?|^附[件表][\d一二三四五六七八九十]*[:：.．、]?|^\d{1,3}[.．、]|[(（]\d{1,2}[)）]/g
const form =
  /(?:(?:部门)?预算)?(?:项目)?(?:支出)?(?:绩效)?(?:自评|评价|绩效|自评价)(?:表|报告|情况|材料|资料|表格|汇总|公开)*$/
const officeFirst =
  /^(.{2,24}?(?:局|委员会|中心|办公室|人民政府|街道办事处|中学|小学|医院|管委会|联合会)(?:.{2,8}?(?:支队|大队|分局))?)(?!小学|中学|学校|医院|卫生院|幼儿园)(.{4,})$/

const projectInBrackets = /^(.+?)[(（]([^()（）]{4,})[)）]$/
const quoted = /^[“"《「]([^“”"《》「」]+)[”"》」]$/

/** The office and the project that a file's name and its folders name, for documents that do not; null where they name none. */
function filedNames(path: string): { unit: string | null; project: string | null } {
  const parts = path.split('\n').map((part) => part.replace(aside, ' ').trim())
  const [file = '', ...folders] = parts.reverse()
  const words = file.split(/[-_—·\s]+/).flatMap((written) => {
    const word = written.replace(form, '')
    const [, office, inside] = projectInBrackets.exec(word) ?? []
    if (office && inside && isOffice(office) && !isOffice(inside)) return [office, inside]
    const parts = isOffice(word) ? [word] : (officeFirst.exec(word)?.slice(1) ?? [word])
    return parts.map((part) => quoted.exec(part)?.[1] ?? part)
  })
  const unit = [...words, ...folders.flatMap((folder) => folder.split(/[-_—·\s]+/))].find(isOffice) ?? null
  const named = words.filter(
    (word) => !isOffice(word) && word.length >= shortest && isName(word) && !ofPaper.test(word),
  )
  return { unit, project: named.length === 1 ? (named[0] ?? null) : null }
}

const shortest = 4
const ofPaper = /绩效|自评|评价|报告|附件|定稿|终稿|扫描|文档|资料|材料|[表稿]$/

/** Whether two names of projects have no two characters in a row in common; only what ends as such names do is one. */
function areStrangers(stated: string | null, filed: string | null): boolean {
  if (stated === null || filed === null || !/(?:经费|资金|补[助贴]|项目|工程|费)$/.test(filed)) return false
  return ![...filed].some(
    (_, at) =>
      at > 0 &&
      stated.includes(filed.slice(at - 1, at + 1)) &&
      !/经费|资金|补助|项目|工程/.test(filed.slice(at - 1, at + 1)),
  )
}

/**
 * A document that names no project of its only evaluation, or no unit of any, goes by what its file is called; that
 * is told.
 */
export function namedByFile(draft: Draft, path: string): Draft {
  const [one, another] = draft.evaluations
  const isUnitless = draft.evaluations.every(({ unit }) => unit === null)
  if (!one || (another && !isUnitless)) return draft
  const filed = filedNames(path)
  const problems: Problem[] = []
  const tell = (code: string, message: string) => problems.push({ at: nowhere, code, message })
  const project = another ? null : filed.project
  if (areStrangers(one.project, project)) tell('project-conflict', `${one.project}; file: ${project}`)
  if (one.project === null && project !== null) tell('named-by-file', `project: ${project}`)
  if (isUnitless && filed.unit !== null) tell('named-by-file', `unit: ${filed.unit}`)
  const evaluations = draft.evaluations.map((evaluation) => ({
    ...evaluation,
    project: evaluation.project ?? project,
    unit: evaluation.unit ?? filed.unit,
  }))
  return { ...draft, evaluations, problems: [...draft.problems, ...problems] }
}
