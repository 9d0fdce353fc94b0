/** State secrets by their degree, as the mark on a document names them (《保守国家秘密法》第十四条). */
const degree = '(?:绝\\s*密|机\\s*密|秘\\s*密)'

/** With the star it is a mark wherever it stands; alone only where a document begins. */
const starred = new RegExp(`${degree}\\s*[★☆]`)
const alone = new RegExp(
  `^\\s*(?:密\\s*级\\s*[:：]?\\s*)?${degree}\\s*(?:[(（]?\\s*(?:\\d{1,2}\\s*年|长期)\\s*[)）]?)?\\s*$`,
)

/** Texts of a document at its head: marks stand in the top corner of the first page. */
const head = 5

/**
 * The mark of a state secret on a document, from its texts in reading order; null where it bears none. 工作秘密 and
 * 商业秘密 are no state secrets, and a sentence that speaks of secrets is no mark.
 */
export function secrecyMark(texts: Iterable<string>): string | null {
  let seen = 0
  for (const text of texts) {
    const mark = starred.exec(text)?.[0] ?? (seen < head ? alone.exec(text)?.[0] : undefined)
    if (mark !== undefined) return mark.replace(/\s/g, '')
    if (text.trim() !== '') seen += 1
  }
  return null
}
