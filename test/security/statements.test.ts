import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Connection, openAside, rowsOf } from '#app/warehouse/duckdb.server.ts'
import { type Engine, openEmbedded } from '#app/warehouse/engine.server.ts'
import { foldersOf } from '#app/warehouse/files.server.ts'
import { currentManifest } from '#app/warehouse/generations.server.ts'
import { sql } from '#app/warehouse/sql.ts'
import { randomFrom } from '#data/portfolio/random.ts'
import { askedAtRandom, poolsOf } from '#test/differential/asked.ts'
import { allQuestions } from '#test/differential/questions.ts'
import { loadYears } from '#test/drills/some-generations.ts'
import { quickFolder } from './noninterference.ts'

/** What the product's questions call; another function joins the list when someone has looked at what it can reach. */
const functions = new Set(
  `* + - / || ~~ abs any_value argmax array_to_string avg ceil chr concat_ws contains count count_star date_part dayofyear
   dense_rank first_value flatten floor from_json greatest lag last_day least left len list list_distinct list_sort
   list_value lower make_date max min nullif quantile_cont range rank round row_number rpad starts_with strftime
   struct_pack sum trim unnest`.split(/\s+/),
)
const tableFunctions = new Set(['json_each'])

let dataDir = ''
let aside: Connection
let engine: Engine
let held: Set<string>

beforeAll(async () => {
  dataDir = await quickFolder('yardstick-statements-')
  await loadYears(dataDir, '2019')
  const { file } = (await currentManifest(dataDir)) ?? { file: '' }
  engine = await openEmbedded(path.join(foldersOf(dataDir).generations, file))
  aside = await (await openAside()).connect()
  const named = z.array(z.object({ name: z.string() }))
  const catalogue = sql`select table_name as name from duckdb_tables() union select view_name from duckdb_views() where not internal`
  held = new Set(
    named.parse(await engine.rowsOf(catalogue, new AbortController().signal)).map(({ name }) => name),
  )
})
afterAll(async () => {
  engine.close()
  await rm(dataDir, { recursive: true, force: true })
})

const Tree = z.looseObject({ error: z.boolean() })
const Table = z.object({
  type: z.literal('BASE_TABLE'),
  catalog_name: z.string(),
  schema_name: z.string(),
  table_name: z.string(),
})
const TableFunction = z.object({
  type: z.literal('TABLE_FUNCTION'),
  function: z.object({ function_name: z.string() }),
})
const Call = z.object({ class: z.enum(['FUNCTION', 'WINDOW']), function_name: z.string() })
const With = z.object({ cte_map: z.object({ map: z.array(z.object({ key: z.string() })) }) })

/** Every object of a tree. */
function* objectsIn(node: unknown): Generator<object> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) yield node
  for (const child of Object.values(node)) yield* objectsIn(child)
}

/** What a statement names that our questions have no business with; the engine's own parser tells what it names. */
async function strangersIn(text: string): Promise<string[]> {
  const quoted = `'${text.replaceAll("'", "''")}'`
  const [row] = await rowsOf(aside, { text: `select json_serialize_sql(${quoted}) as tree`, values: [] })
  const tree = Tree.parse(JSON.parse(String(row?.tree)))
  if (tree.error) return ['no select']
  const nodes = [...objectsIn(tree)].filter((node) => 'cte_map' in node || 'type' in node || 'class' in node)
  const own = new Set(
    nodes.flatMap((node) => With.safeParse(node).data?.cte_map.map.map(({ key }) => key) ?? []),
  )
  return nodes.flatMap((node) => {
    const table = Table.safeParse(node).data
    if (table) {
      const isOurs = own.has(table.table_name) || held.has(table.table_name)
      return isOurs && table.catalog_name === '' && table.schema_name === '' ? [] : [table.table_name]
    }
    const made = TableFunction.safeParse(node).data?.function.function_name
    if (made !== undefined) return tableFunctions.has(made) ? [] : [made]
    const called = Call.safeParse(node).data?.function_name
    return called === undefined || functions.has(called) || tableFunctions.has(called) ? [] : [called]
  })
}

describe('a statement of ours', () => {
  test('reads the warehouse’s own tables and calls what cannot reach beyond it, whatever it is asked', async () => {
    const pools = await poolsOf(engine)
    const questions = await allQuestions()
    for (const question of questions)
      for (let place = 0; place < 3; place += 1) {
        const asked = askedAtRandom(question, randomFrom(3, question.name, place), pools)
        const { text } = question.query.sql(asked)
        expect([question.name, asked, await strangersIn(text)]).toEqual([question.name, asked, []])
      }
    expect(questions.length).toBeGreaterThan(100)
  })

  test.each([
    "select * from query('select 1')",
    "select * from query_table('document')",
    "select * from query_table(['document', 'finding'])",
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/*')",
    "select * from read_parquet('https://evil.example/x')",
    "select * from read_json_auto('x')",
    "select * from '/etc/passwd'",
    "select * from 'x.parquet'",
    "select * from glob('/*')",
    "select * from json_execute_serialized_sql('x')",
    'select * from duckdb_settings()',
    'select * from duckdb_secrets()',
    'select * from duckdb_logs()',
    'select * from pragma_database_list()',
    "select * from pragma_table_info('document')",
    'select * from main.document',
    'select * from temp.document',
    'select * from system.information_schema.tables',
    'select * from information_schema.tables',
    'select * from pg_catalog.pg_tables',
    'select * from sqlite_master',
    "select getvariable('x')",
    "select getenv('HOME')",
    "select current_setting('temp_directory')",
    "select nextval('s')",
    "select json_serialize_sql('select 1')",
    'select version()',
    'select current_database()',
    "select 1 where exists (select 1 from read_text('x'))",
    "with a as (select * from read_text('x')) select * from a",
    "select (select content from read_text('x'))",
    "select id from document union all select content from read_text('x')",
    "select list(x) from (select * from glob('*')) t(x)",
    'select 1; drop table document',
    'insert into document values (1)',
    'delete from document',
    "copy document to 'x'",
    "attach 'x'",
    'pragma enable_logging',
    "call enable_logging(storage = 'file')",
    "set memory_limit = '1TB'",
  ])('is not %s', async (text) => {
    const strangers = await strangersIn(text).catch(() => ['no statement'])
    expect(strangers).not.toEqual([])
  })
})
