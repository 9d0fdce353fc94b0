import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client'
import { type Part, scopeKey } from '#app/domain/scope.ts'
import { scratchFolder } from '#app/scratch.ts'
import { load } from './clickhouse-load.server.ts'
import { forgetStatement } from './clickhouse-tables.ts'
import type { Engine } from './engine.server.ts'
import type { Manifest } from './generations.server.ts'
import { writePart } from './part.server.ts'
import { type Bound, inClickHouse, type Sql } from './sql.ts'

/** A published generation: its file on this machine, and what that must hold. */
interface Published {
  file: string
  manifest: Manifest
}

/** With these ClickHouse reads the queries as DuckDB does; they are sent with each. */
const asDuckDb: ClickHouseSettings = {
  join_use_nulls: 1,
  joined_subquery_requires_alias: 0,
  aggregate_functions_null_for_empty: 1,
  cast_keep_nullable: 1,
  prefer_column_name_to_alias: 1,
  allow_experimental_correlated_subqueries: 1,
  enable_materialized_cte: 1,
  distributed_product_mode: 'global',
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_decimals: 0,
}

/** Faults are thrown, and told by whoever catches them. */
const named = { application: 'yardstick', log: { level: ClickHouseLogLevel.OFF } }

/** A question writes nothing, and ends when nobody waits for it any more, at the latest after these seconds. */
const asking: ClickHouseSettings = {
  ...asDuckDb,
  readonly: '2',
  max_execution_time: 10,
  cancel_http_readonly_queries_on_client_close: 1,
}

/** Reads https://USER:PASSWORD@HOST:8443?cluster=NAME. */
export function clusterOf(address: string): { url: string; cluster: string | null } {
  const url = new URL(address)
  const cluster = url.searchParams.get('cluster')
  url.searchParams.delete('cluster')
  return { url: url.href, cluster }
}

/** Databases of generations that are kept, counted back from the newest. */
const generationsKept = 5

const databaseOf = ({ generation, digest }: Manifest) => `yardstick_${generation}_${digest.slice(0, 12)}`

/**
 * A generation on ClickHouse, in a database of its own that is loaded from the file where no server has done so yet.
 * What is loaded is never changed, so that answers are kept as they are on this machine.
 */
export async function openCluster(address: string, { file, manifest }: Published): Promise<Engine> {
  const { url, cluster } = clusterOf(address)
  const client = createClient({
    url,
    ...named,
    request_timeout: 600_000,
    clickhouse_settings: { send_progress_in_http_headers: 1, http_headers_progress_interval_ms: '110000' },
  })
  const database = databaseOf(manifest)
  await load(client, { database, cluster }, file)
  await forgetOld(client, cluster, manifest.generation)
  const engine = engineOn(client, { url, cluster, database, file })
  return {
    ...engine,
    close() {
      engine.close()
      void client.close()
    },
  }
}

interface Opened {
  url: string
  cluster: string | null
  database: string
  file: string
}

function engineOn(loader: ClickHouseClient, { url, cluster, database, file }: Opened): Engine {
  const client = createClient({
    url,
    database,
    ...named,
    use_multipart_params_auto: true,
    clickhouse_settings: asking,
  })
  return {
    most: 100,
    async rowsOf(statement, signal) {
      const { query, query_params } = bound(statement)
      const result = await client.query({ query, query_params, format: 'JSONEachRow', abort_signal: signal })
      return (await result.json<Record<string, unknown>>()).map(plainly)
    },
    async openPart(part: Part) {
      const own = `${database}_${createHash('sha256').update(scopeKey(part)).digest('hex').slice(0, 12)}`
      const folder = await scratchFolder('part')
      try {
        const written = await writePart(file, part, folder)
        await load(loader, { database: own, cluster }, written)
        return engineOn(loader, { url, cluster, database: own, file: written })
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    isDamage: () => false,
    close: () => void client.close(),
  }
}

/** ClickHouse names a column after its table too where another table has one of that name. */
const plainly = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name.slice(name.lastIndexOf('.') + 1), value]),
  )

const typeOf = (value: Exclude<Bound, null>) =>
  typeof value === 'number' ? 'Float64' : typeof value === 'boolean' ? 'Bool' : 'String'

/** A statement with its values apart, each under a number and with its type; what is null has none. */
export function bound(statement: Sql) {
  const { text, values } = inClickHouse(statement)
  const [first = '', ...pieces] = text.split('?')
  if (pieces.length !== values.length)
    throw new Error(`${values.length} values for ${pieces.length} places: ${text}`)
  const placed = pieces.map((piece, place) => {
    const value = values[place] ?? null
    return `${value === null ? 'null' : `{v${place}:${typeOf(value)}}`}${piece}`
  })
  const query_params = Object.fromEntries(
    values.flatMap((value, place) => (value === null ? [] : [[`v${place}`, value]])),
  )
  return { query: first + placed.join(''), query_params }
}

/** Takes away the databases of generations that no server asks any more. */
async function forgetOld(client: ClickHouseClient, cluster: string | null, newest: number) {
  const result = await client.query({
    query: `select name from system.databases where match(name, '^yardstick_[0-9]+_[0-9a-f]{12}(_[0-9a-f]{12})?$')`,
    format: 'JSONEachRow',
  })
  for (const { name } of await result.json<{ name: string }>())
    if (Number(name.split('_')[1]) <= newest - generationsKept)
      await client.command({ query: forgetStatement({ database: name, cluster }) })
}
