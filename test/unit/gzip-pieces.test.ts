import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gzipOf, pieceOf, plainOf, splitAt } from '#app/serving/gzip-pieces.ts'

test('pieces that were deflated once are one gzip file with whatever text between them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 5 }),
      fc.array(fc.string({ maxLength: 40 }), { minLength: 2, maxLength: 2 }),
      async (parts, texts) => {
        const pieces = await Promise.all(parts.map((part) => pieceOf(Buffer.from(part))))
        for (const text of texts.map((each) => Buffer.from(each)))
          expect(gunzipSync(gzipOf(pieces, text)).equals(plainOf(pieces, text))).toBe(true)
      },
    ),
    { numRuns: 50 },
  )
})

test('a text is split where a mark stands, and joined again', async () => {
  const text = Buffer.from('<script nonce="mark">绩</script><p>mark</p>')
  const parts = splitAt(text, 'mark')
  expect(parts.map(String)).toEqual(['<script nonce="', '">绩</script><p>', '</p>'])
  const pieces = await Promise.all(parts.map(pieceOf))
  expect(plainOf(pieces, Buffer.from('mark')).equals(text)).toBe(true)
})
