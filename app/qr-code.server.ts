import { encode } from 'uqr'

/** The light margin that readers ask for, in squares. */
const margin = 4

/** A text as a QR code: how many squares its field is wide, margin and all, and the outline of the dark ones. */
export function qrCode(text: string): { size: number; outline: string } {
  const { data, size } = encode(text, { ecc: 'M', border: margin })
  const stretches = data.flatMap((row, y) =>
    [...row.map(Number).join('').matchAll(/1+/g)].map(
      ({ index, 0: dark }) => `M${index} ${y}h${dark.length}v1h-${dark.length}z`,
    ),
  )
  return { size, outline: stretches.join('') }
}
