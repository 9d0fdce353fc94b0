/** A rectangle in points from the page's top left. */
export type Area = { left: number; right: number; top: number; bottom: number }

/** A straight line along the page's edges: `at` is its place across, `from` and `to` along it. */
export type Rule = { horizontal: boolean; at: number; from: number; to: number }

export type Matrix = readonly [number, number, number, number, number, number]
export type Point = [x: number, y: number]

/** A filled shape thinner than this, in points, is a line. */
const THICKEST = 4

/** What both do, the second first. */
export function times(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ]
}

/** Where a point comes to lie. */
export function applied([a, b, c, d, e, f]: Matrix, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f]
}

export const UNIT_SQUARE: Point[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
]

/** How many numbers follow each of a path's steps: move, line, curve, shorter curve, close. */
const STEP_NUMBERS = [2, 2, 6, 4, 0]
const MOVE = 0
const CLOSE = 4

/** The corners of each part of a path; where it closes, the first comes again. Curves end a part. */
export function subpaths(packed: Float32Array): Point[][] {
  const parts: Point[][] = []
  let part: Point[] = []
  for (let at = 0; at < packed.length; ) {
    const step = packed[at] ?? 0
    const count = STEP_NUMBERS[step]
    if (count === undefined) break
    const end: Point = [packed[at + count - 1] ?? 0, packed[at + count] ?? 0]
    if (step === CLOSE) part.push(...part.slice(0, 1))
    else if (step === MOVE || count > 2) {
      parts.push(part)
      part = [end]
    } else part.push(end)
    at += count + 1
  }
  return [...parts, part].filter(({ length }) => length > 1)
}

/** The rectangle around points. */
export function areaOf(matrix: Matrix, points: Point[]): Area {
  const area = {
    left: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  }
  for (const point of points) {
    const [x, y] = applied(matrix, point)
    area.left = Math.min(area.left, x)
    area.right = Math.max(area.right, x)
    area.top = Math.min(area.top, y)
    area.bottom = Math.max(area.bottom, y)
  }
  return area
}

/** What two rectangles share; the other where one is missing. */
export function shared(one: Area, other: Area | null): Area {
  if (!other) return one
  return {
    left: Math.max(one.left, other.left),
    right: Math.min(one.right, other.right),
    top: Math.max(one.top, other.top),
    bottom: Math.min(one.bottom, other.bottom),
  }
}

/** The lines along the page's edges from corner to corner. */
export function outline(matrix: Matrix, points: Point[]): Rule[] {
  return points
    .slice(1)
    .flatMap((point, n) => ruleOf(applied(matrix, points[n] ?? point), applied(matrix, point)))
}

/** A thin filled shape is a line along its middle; others are none. */
export function middleLine(matrix: Matrix, points: Point[]): Rule[] {
  if (points.length > 6) return []
  const { left, right, top, bottom } = areaOf(matrix, points)
  if (Math.min(right - left, bottom - top) > THICKEST) return []
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  return right - left > bottom - top ? ruleOf([left, y], [right, y]) : ruleOf([x, top], [x, bottom])
}

function ruleOf([x0, y0]: Point, [x1, y1]: Point): Rule[] {
  const [across, down] = [Math.abs(x1 - x0), Math.abs(y1 - y0)]
  if (![x0, y0, x1, y1].every(Number.isFinite) || Math.min(across, down) > 1) return []
  if (across > down)
    return [{ horizontal: true, at: (y0 + y1) / 2, from: Math.min(x0, x1), to: Math.max(x0, x1) }]
  if (down === 0) return []
  return [{ horizontal: false, at: (x0 + x1) / 2, from: Math.min(y0, y1), to: Math.max(y0, y1) }]
}
