import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { viewNames } from '#app/warehouse/schema.ts'
import { Content } from '#ingest/readers/table.ts'

const readme = readFileSync('README.md', 'utf8')
const Manifest = z.object({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
})
const manifest = Manifest.parse(JSON.parse(readFileSync('package.json', 'utf8')))

test.each([...viewNames, ...Object.keys(manifest.dependencies), ...Content.shape.format.options])(
  'the README tells of %s',
  (name) => expect(readme).toContain(name),
)

test.each(Object.keys(manifest.scripts))('the README tells of the command %s', (script) => {
  expect(readme).toMatch(new RegExp(`npm (?:run )?${script}\\b`))
})

test('every version is exact: a caret would let a lock be made that cannot be installed', () => {
  for (const version of Object.values(manifest.dependencies)) expect(version).toMatch(/^\d/)
})
