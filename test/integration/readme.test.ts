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

test.each([...Object.keys(manifest.dependencies), ...Content.shape.format.options])(
  'the README tells of %s',
  (name) => expect(readme).toContain(name),
)

test.each(viewNames)('the README of the running product tells of the view %s', (name) => {
  expect(readFileSync('app/README.md', 'utf8')).toContain(`\`${name}\``)
})

test.each(Object.keys(manifest.scripts))('the README tells of the command %s', (script) => {
  expect(readme).toMatch(new RegExp(`npm (?:run )?${script}\\b`))
})

test('the README of documents tells the limits that the readers hold', () => {
  const told = [
    ...readFileSync('ingest/README.md', 'utf8').matchAll(/^\| (.*) \| ([\d,]+(?:, [\d,]+)*) \|$/gm),
  ].flatMap(([, , values = '']) => values.split(', ').map((value) => Number(value.replaceAll(',', ''))))
  const mebibyte = 1024 * 1024
  const constant = (file: string, name: string, unit = 1) => {
    const code = readFileSync(`ingest/readers/${file}.ts`, 'utf8')
    const factors = new RegExp(`\\b${name} = ([\\d_]+(?: \\* (?:[\\d_]+|MEBIBYTE))*)`).exec(code)?.[1] ?? ''
    const product = factors
      .split(' * ')
      .reduce((all, one) => all * (one === 'MEBIBYTE' ? mebibyte : Number(one.replaceAll('_', ''))), 1)
    return product / unit
  }
  expect(told).toEqual([
    constant('fence', 'deadlineMs', 1000),
    constant('fence', 'deadlineMs', 1000) * constant('child-process', 'PATIENCE'),
    constant('child-process', 'HEAP_MIB'),
    constant('child-process', 'DATA_BYTES', mebibyte),
    constant('zip', 'MOST_ENTRIES'),
    constant('zip', 'LARGEST_PART', mebibyte),
    constant('zip', 'LARGEST_SUM', mebibyte),
    constant('zip', 'HIGHEST_RATIO'),
    constant('xml', 'DEEPEST'),
    constant('grid', 'MOST_CELLS'),
    constant('sheet', 'MOST_MERGES'),
    constant('pdf', 'MOST_PAGES'),
    constant('index', 'LARGEST_TEXT', mebibyte),
    constant('txt', 'MOST_LINES'),
  ])
})

test('every version is exact: a caret would let a lock be made that cannot be installed', () => {
  for (const version of Object.values(manifest.dependencies)) expect(version).toMatch(/^\d/)
})
