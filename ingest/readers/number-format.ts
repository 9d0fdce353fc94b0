/** How Excel shows a number: what the built-in formats mean, and what a format's code does to a value. */

const DATE = 'yyyy-mm-dd'
const BUILT_IN: Record<number, string> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  18: 'h:mm',
  19: 'h:mm:ss',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd h:mm',
  32: 'h:mm',
  33: 'h:mm:ss',
  34: 'h:mm',
  35: 'h:mm:ss',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  41: '#,##0',
  42: '#,##0',
  43: '#,##0.00',
  44: '#,##0.00',
  45: 'mm:ss',
  46: 'h:mm:ss',
  47: 'mm:ss',
  55: 'h:mm',
  56: 'h:mm:ss',
}
const BUILT_IN_MONTHS = new Set([17, 27, 36, 50, 52, 57])
const BUILT_IN_DATES = new Set([14, 15, 16, 28, 29, 30, 31, 51, 53, 54, 58])

const LAST_SERIAL = 2_958_466
const DAY_MS = 86_400_000

/** Excel allows 255 characters; a longer code is not worth taking apart. */
const LONGEST_CODE = 255

/** The code of a built-in format in the Chinese edition; unknown numbers count as General. */
export function builtInFormat(id: number): string {
  if (BUILT_IN_MONTHS.has(id)) return 'yyyy-mm'
  return BUILT_IN_DATES.has(id) ? DATE : (BUILT_IN[id] ?? 'General')
}

/** Shows a number as its cell does, without thousands separators and trailing zeros; dates as ISO 8601. */
export type Shown = (value: number) => string

/** The meaning of a format's code, worked out once for all the cells that carry it. */
export function shownBy(code: string, date1904: boolean): Shown {
  if (code.length > LONGEST_CODE) return plain
  const sections = code.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/).map(section)
  return (value) => {
    const { tokens } = sectionFor(value, sections)
    if (tokens.some(({ kind }) => kind === 'date')) return isoDate(value, tokens, date1904) ?? plain(value)
    return signed(value, number(Math.abs(value), tokens))
  }
}

type Section = { applies: ((value: number) => boolean) | null; tokens: Token[] }

function section(code: string): Section {
  const [, sign, bound] = /\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]/.exec(code) ?? []
  const limit = Number(bound)
  const compare: Record<string, (value: number) => boolean> = {
    '<': (value) => value < limit,
    '<=': (value) => value <= limit,
    '>': (value) => value > limit,
    '>=': (value) => value >= limit,
    '=': (value) => value === limit,
    '<>': (value) => value !== limit,
  }
  return { applies: compare[sign ?? ''] ?? null, tokens: tokensOf(code) }
}

/** Sections go by their conditions, or else by sign: above zero, below zero, zero. */
function sectionFor(value: number, sections: Section[]): Section {
  const bySign = sections[value < 0 ? 1 : value === 0 ? 2 : 0] ?? sections[0]
  const chosen = sections.some(({ applies }) => applies)
    ? (sections.find(({ applies }) => applies?.(value)) ?? sections.find(({ applies }) => !applies))
    : bySign
  return chosen ?? { applies: null, tokens: [{ kind: 'plain', text: '' }] }
}

function number(size: number, tokens: Token[]): string {
  if (tokens.some(({ kind }) => kind === 'plain'))
    return tokens
      .map(({ kind, text }) => (kind === 'plain' ? plain(size) : kind === 'literal' ? text : ''))
      .join('')
  if (tokens.some(({ kind }) => kind === 'digit')) return filled(size, tokens)
  // A section without digits shows words in the number's place; a lone dash is how accounts write zero.
  const words = literal(tokens)
  return /^\s*[-–—]\s*$/.test(words) ? plain(size) : words
}

/**
 * A negative keeps its sign even where the format writes it with brackets, or in red and no sign at all;
 * zero has none, though accounts write it behind a dash.
 */
function signed(value: number, shown: string): string {
  const text = shown.trim()
  if (value === 0) return text.replace(/^[-–—]\s*(?=0)/, '')
  return value < 0 && /[1-9]/.test(text) ? `-${text.replace(/^\((.*)\)$|^-/, '$1')}` : text
}

/** A number in decimal notation, without the noise of binary fractions. */
export function plain(value: number): string {
  const short = String(value)
  if (short.length <= 15 && !short.includes('e')) return short
  const rounded = Number(value.toPrecision(15))
  const text = String(rounded)
  if (!text.includes('e')) return text
  return Math.abs(rounded) < 1 ? rounded.toFixed(20).replace(/\.?0+$/, '') : BigInt(rounded).toString()
}

type Token = {
  kind: 'digit' | 'point' | 'comma' | 'percent' | 'date' | 'plain' | 'literal'
  text: string
}

/** One alternative a token: quoted text, escapes, brackets, padding, clock words, then the signs themselves. */
const TOKEN =
  /"([^"]*)"|[\\!](.)|\[([^\]]*)\]|_.|\*.|(AM\/PM|A\/P|上午\/下午)|(General|G\/通用格式|@|[Ee][+-]|[#0?]\s*\/)|([0#?])|(\.)|(,)|(%)|([ymdhsebg])|([\s\S])/gi

function tokensOf(section: string): Token[] {
  const tokens: Token[] = []
  for (const match of section.matchAll(TOKEN)) {
    const [, quoted, escaped, bracket, clock, plainly, digit, point, comma, percent, date, other] = match
    if (plainly) tokens.push({ kind: 'plain', text: plainly })
    else if (digit) tokens.push({ kind: 'digit', text: digit })
    else if (point) tokens.push({ kind: 'point', text: point })
    else if (comma) tokens.push({ kind: 'comma', text: comma })
    else if (percent) tokens.push({ kind: 'percent', text: percent })
    else if (date) tokens.push({ kind: 'date', text: date.toLowerCase() })
    else if (bracket) tokens.push(...bracketTokens(bracket))
    else if (!clock) tokens.push({ kind: 'literal', text: quoted ?? escaped ?? other ?? '' })
  }
  return tokens
}

/** `[h]` counts hours, `[$¥-804]` is a currency; colours, locales and conditions are not shown. */
function bracketTokens(bracket: string): Token[] {
  if (/^[hms]+$/i.test(bracket)) return [{ kind: 'date', text: 'elapsed' }]
  const currency = /^\$([^-]*)/.exec(bracket)?.[1]
  return currency ? [{ kind: 'literal', text: currency }] : []
}

function literal(tokens: Token[]): string {
  return tokens
    .filter(({ kind }) => kind === 'literal' || kind === 'percent')
    .map(({ text }) => text)
    .join('')
}

/** Fills the digits into their places, as in `0"户"`, `"≥"0.00%` or `0!.0,"万"`. */
function filled(size: number, tokens: Token[]): string {
  const percents = tokens.filter(({ kind }) => kind === 'percent').length
  const lastDigit = tokens.findLastIndex(({ kind }) => kind === 'digit')
  const point = tokens.findIndex(({ kind }) => kind === 'point')
  const wholeEnd = point < 0 ? lastDigit + 1 : point
  const decimals = point < 0 ? 0 : tokens.slice(point).filter(({ kind }) => kind === 'digit').length
  const scaled = (size * 100 ** percents) / 1000 ** scalingCommas(tokens, wholeEnd, lastDigit)
  const [whole = '0', fraction = ''] = rounded(scaled, decimals).split('.')
  const digits = fraction.replace(/0+$/, '')
  const behind = literal(tokens.slice(Math.max(lastDigit + 1, wholeEnd)))
  return `${wholeDigits(whole, tokens.slice(0, wholeEnd))}${digits ? '.' : ''}${digits}${behind}`
}

/** Commas behind the last digit divide by a thousand each; between digits they only group. */
function scalingCommas(tokens: Token[], wholeEnd: number, lastDigit: number): number {
  const lastWhole = tokens.findLastIndex(({ kind }, n) => kind === 'digit' && n < wholeEnd)
  return tokens.filter(
    ({ kind }, n) => kind === 'comma' && (n > lastDigit || (n > lastWhole && n < wholeEnd)),
  ).length
}

function wholeDigits(whole: string, tokens: Token[]): string {
  const first = tokens.findIndex(({ kind }) => kind === 'digit')
  if (first < 0) return literal(tokens) + whole
  let left = whole
  let shown = ''
  for (const [n, { kind, text }] of [...tokens.entries()].reverse()) {
    if (kind === 'literal') shown = text + shown
    if (kind !== 'digit') continue
    shown = (left.at(-1) ?? (text === '0' ? '0' : '')) + shown
    left = left.slice(0, -1)
    if (n === first) shown = left + shown
  }
  return shown
}

/** Rounds half up on the decimal notation, as Excel does: 1.005 is 1.01, not the binary 1.00. */
function rounded(value: number, decimals: number): string {
  const exact = plain(value)
  const [, fraction = ''] = exact.split('.')
  if (fraction.length <= decimals) return exact
  return plain(Number(`${Math.round(Number(`${exact}e${decimals}`))}e-${decimals}`))
}

/** A date serial in ISO 8601 as far as its format goes (year, month, day, time); null outside the calendar. */
function isoDate(serial: number, tokens: Token[], date1904: boolean): string | null {
  if (serial < 0 || serial >= LAST_SERIAL) return null
  const letters = new Set(tokens.filter(({ kind }) => kind === 'date').map(({ text }) => text))
  if (letters.has('elapsed')) return clock(serial)
  const timed = letters.has('h') || letters.has('s')
  const dated = letters.has('y') || letters.has('e') || letters.has('d')
  if (timed && !dated) return clock(serial % 1)
  // The 1900 calendar has a 29th of February that never was; days before it sit one later.
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const date = new Date(epoch + Math.floor(serial) * DAY_MS).toISOString().slice(0, 10)
  if (timed) return `${date} ${clock(serial % 1)}`
  if (letters.has('d')) return date
  return letters.has('m') ? date.slice(0, 7) : date.slice(0, 4)
}

function clock(days: number): string {
  const seconds = Math.round(days * 86_400)
  const two = (part: number) => String(part).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${two(hours)}:${two(minutes)}${rest ? `:${two(rest)}` : ''}`
}
