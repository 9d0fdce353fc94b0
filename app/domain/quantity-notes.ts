import { numeralCharacters } from './chinese-numerals.ts'

/** Words that turn what follows into something other than the value: an order, a share, a remainder, a negation. */
const misleading =
  /(?:第|每|前|后|剩|剩余|其余|还差|尚差|相差|欠|缺|缺少|(?<!增)多|(?<!减)少|(?<![提升增])高|(?<!降)低|由|从|自|(?<!参)与|和|(?<![同环])比|较|排名|名列|位列|乘以?|除以?|(?<![增追参添])加|减|约等于|≠|非|不|未|没有|超额|超额完成|(?:未|没有|没|尚未|不)[完成实现达到能够]{1,4})$/

/** Any other single character may be a sign misread: 工95% was ≥95%. */
const shortLabels = '共计占约按各含另有用建购修种开办总长宽厚深'

const labelCharacters = /^[\p{Script=Han}A-Za-z()"“”‘’'《》、,/·:.&+-]*$/u
/** An operator or a no with other words before the figure is about something else: 不超预算50万元. */
const misplacedBound = /以[上下内]|不[超低高少多大小能]|超过|超预算|至少|最多|[低高大小少多]于|未|没有|无法/
const longestLabel = 30

/** Whether the words before a figure only name it: 共服务企业, 补助标准:, 政策知晓率. */
export function isPlainLabel(label: string): boolean {
  if (label === '') return true
  if (label.length > longestLabel || !labelCharacters.test(label)) return false
  if (misplacedBound.test(label)) return false
  if (label.endsWith(':')) return true
  return (label.length > 1 || shortLabels.includes(label)) && !misleading.test(label)
}

/** Verbs of completion, which may follow a bound directly: 24小时内办结, 12月底前发放到位. */
const done =
  /^(?:全部|及时|按时|按期|如期|已经?|均|全面|基本|足额|一次性|并|可|予以)*(?:完成|完工|竣工|办结|办理|到位|达标|交付|发放|拨付|支付|支出|验收|响应|处理|处置|修复|报送|上报|下达|投入|建成|开工|启动|实施|结束|兑付|兑现|实现|落实|执行|整改|回复|答复|反馈|送达|到达|到场|到岗|抵达|赶到|办毕|恢复|到账|合格|达到|达成|通过|覆盖|满意)/

const note = /^[,;。、:!?]+(?!每)[^\d%‰≥≤<>=]*$/
const words = /^的?[\p{Script=Han}A-Za-z"“”、,()。;]+$/u
const numeral = new RegExp(`[${numeralCharacters}]`)

/** Characters that would make another word of the unit before them: 3年级, 5星级, 4年制, 3月份, 5对公里. */
const wordGoesOn =
  /^(?:标准?煤|.?当量|马力|\p{Script=Han}{0,3}(?:公里|[厘毫分]米|(?:平方|立方)[厘毫分千]?米|公斤|毫[克升]|千瓦|兆瓦|小时|分钟)$|制(?![度定作造])|[级度份线代第每比至到和与或倍型等长约以之前后内外起余多来分为得计扣不未者]|及(?![时格])|点[一-龥])/u
/** Words in a tail that still say something about the value before them. */
const stillCounts = /每|以上|以下|以内|之内|左右|不低于|不少于|不超过|至少|最多|分之|[/≥≤<>=%]/
const longestTail = 20

type Tail = 'any' | 'done' | 'none'

/**
 * Whether what follows a value leaves it as it is: nothing, a note in brackets or after a stop, or a noun
 * (any), only a verb of completion (done), or only a note (none).
 */
export function isPlainTail(text: string, start: number, kind: Tail): boolean {
  if (start >= text.length) return true
  const tail = withoutBrackets(text.slice(start))
  if (tail === null) return false
  if (/^[,;。、:!?.*]*$/.test(tail) || note.test(tail)) return true
  if (tail.length > longestTail || tail.length < 2 || kind === 'none' || !words.test(tail)) return false
  if (stillCounts.test(tail)) return false
  if (done.test(tail)) return true
  return kind === 'any' && !wordGoesOn.test(tail) && !numeral.test(tail.charAt(0))
}

/** A note in brackets may hold figures (money and its parts), but not what the value is counted by. */
function withoutBrackets(tail: string): string | null {
  let rest = tail
  for (
    let found = /^[([][^()[\]]*[)\]]/.exec(rest);
    found !== null;
    found = /^[([][^()[\]]*[)\]]/.exec(rest)
  ) {
    if (/每|\/|均/.test(found[0]) && !/\d/.test(found[0])) return null
    rest = rest.slice(found[0].length)
  }
  return rest
}
