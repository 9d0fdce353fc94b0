/** A sentence of a report in which it names a problem of its own. */
interface Problem {
  /** Index of its paragraph. */
  paragraph: number
  text: string
}

const longestHeading = 30
const opening =
  /(?:存在|主要|突出)[^。]{0,8}(?:问题|不足|困难)|问题(?:和|与|及|、)|^[^。]{0,8}(?:问题|不足)(?:分析)?$/
const inline =
  /^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）.、．]*)?(?:存在的?)?(?:主要)?(?:问题|不足|困难)(?:(?:及|和|与|、)[^:：。]{0,12})?[:：]/
const measures =
  /^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）.、．]*)?(?:针对|改进|整改|下一步|措施|建议|今后|对策)/
const denial =
  /未发现|没有发现|无(?:明显|重大|突出)?问题|不存在[^。]{0,8}(?:问题|不足)|^(?:暂?无|没有|不涉及)[。.]?$/

/** The problems that a report's text names: what its section on problems says, or a line that begins 主要问题：. */
export function problemsIn(narrative: readonly string[]): Problem[] {
  const problems: Problem[] = []
  let open = false
  for (const [paragraph, whole] of narrative.entries()) {
    const text = whole.trim()
    if (text === '') continue
    if (denial.test(text)) open = false
    else if (inline.test(text)) problems.push({ paragraph, text: text.replace(inline, '').trim() })
    else if (text.length <= longestHeading && !/[。；;]/.test(text))
      open = opening.test(text) && !measures.test(text)
    else if (open && !measures.test(text)) problems.push({ paragraph, text })
  }
  return problems.filter(({ text }) => text !== '' && !denial.test(text))
}
