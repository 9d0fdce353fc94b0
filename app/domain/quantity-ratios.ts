import { isPlainLabel, isPlainTail } from './quantity-notes.ts'
import { frameBefore } from './quantity-operators.ts'
import { empty, type Reading } from './quantity-reading.ts'

const ratio = /(\d{1,6}(?:\.\d{1,6})?):(\d{1,6}(?:\.\d{1,6})?)(?![\d.:])/y

/** 1:1.2 is 1.2, what stands against one; 8:30 may be a time of day and is left alone. */
export function readRatio(text: string): Reading | null {
  const start = text.search(/\d/)
  const found = start < 0 ? null : ratioAt(text, start)
  const frame = start < 0 ? null : frameBefore(text.slice(0, start))
  if (found === null || frame === null || frame.falls || frame.negative || frame.currency) return null
  if (!isPlainLabel(frame.label.replace(/比例?$/, '')) || !isPlainTail(text, found.end, 'done')) return null
  const { op, approximate } = frame
  return { ...empty, kind: 'number', op: op ?? '=', value: found.value, unit: 'ratio', approximate }
}

function ratioAt(text: string, start: number): { value: number; end: number } | null {
  ratio.lastIndex = start
  const [whole, first = '', second = ''] = ratio.exec(text) ?? []
  const isClock = first !== '1' && /^\d{2}$/.test(second)
  if (whole === undefined || isClock || Number(first) === 0) return null
  const value = Number((Number(second) / Number(first)).toFixed(first === '1' ? 6 : 3))
  return { value, end: start + whole.length }
}
