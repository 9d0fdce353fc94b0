import type { Language } from '#app/words.ts'
import { type Answer, mostRows } from './answer.ts'
import { marks, type Provenance } from './provenance.ts'

/** In characters: as many Chinese ones as a name of 255 bytes has room for. */
const longest = 80

/** What a file is called: title, scope, period. 满意度差距-区县×年度-鹿鸣区-2019. */
export function fileName(answer: Answer, provenance: Provenance, suffix: string): string {
  const cut = answer.cut ? cutWords(provenance) : null
  const parts = [answer.title, ...scope(provenance), answer.period?.years ?? null, cut]
  const name = parts.flatMap((part) => (part === null ? [] : safeForFiles(part))).join('-')
  return `${[...name].slice(0, longest).join('')}.${suffix}`
}

/** What several views together are called: 折算单位成本-区县×年度等3项. */
export function gatheredName(titles: readonly string[], language: Language, suffix: string): string {
  const [first = '', ...others] = titles
  const more = language === 'zh' ? `等${titles.length}项` : ` and ${others.length} more`
  const name = safeForFiles(first) + (others.length === 0 ? '' : more)
  return `${[...name].slice(0, longest).join('')}.${suffix}`
}

/** Words that every file system and Excel's sheet names can hold. */
export const safeForFiles = (text: string) =>
  text
    .replace(/\s*[：:–—]+\s*/g, '-')
    .replace(/[\\/*?"<>|[\]\p{Cc}\p{Cs}]/gu, ' ')
    .replace(/\s*([×→])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()

/** The names that the answer is limited to; more than three of a field are counted instead. */
function scope({ conditions, language }: Provenance): string[] {
  return conditions.flatMap(({ field, values }) => {
    if (field === 'year') return []
    if (values.length <= 3) return values.join(marks.zh.comma)
    const rest = values.length - 1
    return language === 'zh' ? `${values[0]}等${values.length}个` : `${values[0]} and ${rest} more`
  })
}

const cutWords = ({ language }: Provenance) =>
  language === 'zh' ? `前${mostRows}行` : `first ${mostRows} rows`

/** An attachment's name for browsers old and new (RFC 6266, RFC 5987); the plain one is in ASCII. */
export function attachment(name: string, plainName: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plainName}"; filename*=UTF-8''${encoded}`
}
