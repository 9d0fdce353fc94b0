const longestStep = 120
const deepest = 12

/**
 * The name a file was sent by, as a path to show and to take evidence from, never one to open: no way up or out,
 * no characters that cannot be seen or that turn the text around.
 */
export function shownPath(name: string): string {
  const steps = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '')
    .split(/[\\/]+/)
    .map((step) => step.trim())
    .filter((step) => step !== '' && !/^\.+$/.test(step) && !/^[a-z]:$/i.test(step))
    .map(shortened)
  return steps.slice(-deepest).join('/') || '未命名'
}

/** Too long a name is cut in its middle: its suffix says what it is. */
function shortened(step: string): string {
  const letters = [...step]
  if (letters.length <= longestStep) return step
  return [...letters.slice(0, longestStep - 21), '…', ...letters.slice(-20)].join('')
}

/** What operating systems and Word leave between documents. */
export const isLitter = (shown: string) =>
  shown.split('/').some((step) => /^(?:\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i.test(step))
