import { expect, test } from 'vitest'
import { layoutWhy, layoutWords } from '#app/charts/document-words.ts'

test.each(Object.keys(layoutWords))('why a document was taken for a %s is said in Chinese', (id) => {
  expect(layoutWhy(id, '3 rows below a heading')?.zh).toMatch(/^[^a-z]+$/i)
})
