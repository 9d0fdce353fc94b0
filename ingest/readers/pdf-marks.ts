import { OPS } from 'pdfjs-dist/legacy/build/pdf.min.mjs'
import {
  type Area,
  applied,
  areaOf,
  type Matrix,
  middleLine,
  outline,
  type Rule,
  shared,
  subpaths,
  times,
  UNIT_SQUARE,
} from './pdf-paths.ts'

/** A glyph where it stands, in points from the page's top left. */
export type Glyph = {
  text: string
  left: number
  right: number
  baseline: number
  size: number
  /** Which way it runs: 0 to the right, and on in quarter turns with the clock. */
  turn: number
  /** Glyphs shown by one instruction share its number. */
  run: number
  /** What of the page could be drawn on then: a sheet's cell keeps its text within its borders. */
  clip: Area | null
}

export type Marks = {
  glyphs: Glyph[]
  rules: Rule[]
  /** The width of the page in points. */
  width: number
  /** Which way most text runs: 0 to the right, and on in quarter turns with the clock. */
  turn: number
}

export type Font = { vertical: boolean; glyphUnit: number }

/** What a page draws: instructions by number, and their arguments. */
export type Drawing = {
  fnArray: readonly number[]
  argsArray: readonly unknown[]
  /** From the page's own space to points from the top left. */
  view: Matrix
  width: number
  font: (name: string) => Font
}

type State = {
  matrix: Matrix
  font: Font
  size: number
  letterSpacing: number
  wordSpacing: number
  stretch: number
  leading: number
  rise: number
  hidden: boolean
  clip: Area | null
}

type Hand = {
  state: State
  saved: State[]
  /** The place of the next glyph, and that of the line's first. */
  text: Matrix
  line: Matrix
  /** How many glyphs run to the right, down, to the left, up. */
  turns: number[]
  marks: Marks
  run: number
  /** Whether the next path bounds what is drawn from then on. */
  clips: boolean
}

const STILL: Matrix = [1, 0, 0, 1, 0, 0]
const MOST_NESTED = 1000

/** How far letters reach above and below their baseline, as shares of their size. */
const [ASCENT, DESCENT] = [0.8, 0.2]

/** The glyphs and lines of a page, as its instructions draw them. */
export function marksOf(drawing: Drawing): Marks {
  const hand: Hand = {
    state: {
      matrix: drawing.view,
      font: { vertical: false, glyphUnit: 0.001 },
      size: 0,
      letterSpacing: 0,
      wordSpacing: 0,
      stretch: 1,
      leading: 0,
      rise: 0,
      hidden: false,
      clip: null,
    },
    saved: [],
    text: STILL,
    line: STILL,
    turns: [0, 0, 0, 0],
    marks: { glyphs: [], rules: [], width: drawing.width, turn: 0 },
    run: 0,
    clips: false,
  }
  for (const [n, instruction] of drawing.fnArray.entries()) {
    hand.run = n
    const given = drawing.argsArray[n]
    const args: readonly unknown[] = Array.isArray(given) ? given : []
    follow(hand, instruction, args, drawing)
  }
  return { ...hand.marks, turn: hand.turns.indexOf(Math.max(...hand.turns)) }
}

function numbers(given: unknown): number[] {
  const list = given instanceof Float32Array ? [...given] : Array.isArray(given) ? given : []
  return list.map((one) => (typeof one === 'number' && Number.isFinite(one) ? one : 0))
}

function matrixOf(given: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(given)
  return [a, b, c, d, e, f]
}

function follow(hand: Hand, instruction: number, args: readonly unknown[], { font }: Drawing): void {
  const { state } = hand
  const [first = 0, second = 0] = numbers(args)
  if (instruction === OPS.save) save(hand)
  else if (instruction === OPS.restore || instruction === OPS.paintFormXObjectEnd) restore(hand)
  else if (instruction === OPS.endAnnotation) restore(hand)
  else if (instruction === OPS.transform) state.matrix = times(state.matrix, matrixOf(args))
  else if (instruction === OPS.paintFormXObjectBegin) enter(hand, [args[0]])
  else if (instruction === OPS.beginAnnotation) enter(hand, [args[2], args[3]])
  else if (instruction === OPS.beginText) hand.text = hand.line = STILL
  else if (instruction === OPS.setTextMatrix) hand.text = hand.line = matrixOf(args[0])
  else if (instruction === OPS.moveText) nextLine(hand, first, second)
  else if (instruction === OPS.setLeadingMoveText) {
    state.leading = -second
    nextLine(hand, first, second)
  } else if (instruction === OPS.nextLine) nextLine(hand, 0, -state.leading)
  else if (instruction === OPS.setFont) Object.assign(state, { font: font(String(args[0])), size: second })
  else if (instruction === OPS.showText) show(hand, args[0])
  else if (instruction === OPS.clip || instruction === OPS.eoClip) hand.clips = true
  else if (instruction === OPS.constructPath) draw(hand, first, args[1])
  else if (instruction === OPS.paintSolidColorImageMask) addRules(hand, middleLine(state.matrix, UNIT_SQUARE))
  else setProperty(state, instruction, first)
}

function setProperty(state: State, instruction: number, value: number): void {
  if (instruction === OPS.setCharSpacing) state.letterSpacing = value
  else if (instruction === OPS.setWordSpacing) state.wordSpacing = value
  else if (instruction === OPS.setHScale) state.stretch = value / 100
  else if (instruction === OPS.setLeading) state.leading = value
  else if (instruction === OPS.setTextRise) state.rise = value
  // Text that is only there to be searched lies under scans: a machine has guessed it.
  else if (instruction === OPS.setTextRenderingMode) state.hidden = value === 3 || value === 7
}

function save({ saved, state }: Hand): void {
  if (saved.length < MOST_NESTED) saved.push({ ...state })
}

function restore(hand: Hand): void {
  hand.state = hand.saved.pop() ?? hand.state
}

function enter(hand: Hand, matrices: unknown[]): void {
  save(hand)
  for (const matrix of matrices) if (matrix) hand.state.matrix = times(hand.state.matrix, matrixOf(matrix))
}

function nextLine(hand: Hand, x: number, y: number): void {
  hand.line = times(hand.line, [1, 0, 0, 1, x, y])
  hand.text = hand.line
}

/** Shows glyphs and moves on by their widths; numbers between them move back by thousandths of the size. */
function show(hand: Hand, shown: unknown): void {
  const { state } = hand
  for (const one of Array.isArray(shown) ? shown : []) {
    if (typeof one === 'number') advance(hand, (-one / 1000) * state.size)
    else if (one !== null && typeof one === 'object') {
      const width = numbers([one.width])[0] ?? 0
      // A glyph that a font lacks is drawn as a box: what it stood for is lost, and must not vanish.
      const text = typeof one.unicode === 'string' ? one.unicode.replaceAll('\0', '\ufffd') : ''
      const across = width * state.font.glyphUnit * state.size
      if (!state.hidden) addGlyph(hand, text, across)
      const spacing = state.letterSpacing + (one.isSpace ? state.wordSpacing : 0)
      const down = numbers(one.vmetric)[0] ?? -1000
      advance(hand, (state.font.vertical ? (down / 1000) * state.size : across) + spacing)
    }
  }
}

function advance(hand: Hand, by: number): void {
  const { font, stretch } = hand.state
  hand.text = times(hand.text, font.vertical ? [1, 0, 0, 1, 0, by] : [1, 0, 0, 1, by * stretch, 0])
}

function addGlyph(hand: Hand, text: string, across: number): void {
  const { size, stretch, rise, matrix, font } = hand.state
  const whole = times(matrix, hand.text)
  const start = font.vertical ? -size / 2 : 0
  const [x0, y0] = applied(whole, [start, rise])
  const [x1, y1] = applied(whole, [start + across * stretch, rise])
  const height = Math.hypot(whole[2], whole[3]) * Math.abs(size)
  const turn = (Math.round(Math.atan2(y1 - y0, x1 - x0) / (Math.PI / 2)) + 4) % 4
  hand.turns[turn] = (hand.turns[turn] ?? 0) + 1
  // What stands upright on its side lies beside its baseline: before it where it runs up, behind where it runs down.
  const [before, behind] = turn === 3 ? [ASCENT, DESCENT] : turn === 1 ? [DESCENT, ASCENT] : [0, 0]
  hand.marks.glyphs.push({
    text,
    left: Math.min(x0, x1) - before * height,
    right: Math.max(x0, x1) + behind * height,
    baseline: (y0 + y1) / 2,
    size: height,
    turn,
    run: hand.run,
    clip: hand.state.clip,
  })
}

const BOTH: readonly number[] = [OPS.fillStroke, OPS.eoFillStroke, OPS.closeFillStroke, OPS.closeEOFillStroke]

function draw(hand: Hand, paint: number, path: unknown): void {
  const [packed] = Array.isArray(path) ? path : []
  if (!(packed instanceof Float32Array)) return
  const { state } = hand
  const parts = subpaths(packed)
  if (hand.clips) state.clip = shared(areaOf(state.matrix, parts.flat()), state.clip)
  hand.clips = false
  const strokes = paint === OPS.stroke || paint === OPS.closeStroke || BOTH.includes(paint)
  const fills = paint === OPS.fill || paint === OPS.eoFill
  for (const points of parts) {
    if (fills) addRules(hand, middleLine(state.matrix, points))
    else if (strokes) addRules(hand, outline(state.matrix, points))
  }
}

function addRules({ marks }: Hand, rules: Rule[]): void {
  for (const rule of rules) marks.rules.push(rule)
}
