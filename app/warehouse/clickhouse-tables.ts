/** A column as DuckDB's catalogue has it: name and type. */
export interface CatalogueColumn {
  name: string
  type: string
}

/** Where tables lie: in a database, on one server or on every shard and replica of a cluster. */
export interface Place {
  database: string
  cluster: string | null
}

const plain: Readonly<Record<string, string>> = {
  VARCHAR: 'String',
  INTEGER: 'Int32',
  BIGINT: 'Int64',
  HUGEINT: 'Int64',
  UBIGINT: 'UInt64',
  DOUBLE: 'Float64',
  BOOLEAN: 'Bool',
  DATE: 'Date32',
}

/** ClickHouse's type for one of DuckDB's; everything may be null but lists, which are then empty. */
export function typeOf(type: string): string {
  if (type.endsWith('[]')) return `Array(${typeOf(type.slice(0, -2))})`
  const struct = /^STRUCT\((.*)\)$/.exec(type)?.[1]
  if (struct !== undefined) return `Tuple(${partsOf(struct).join(', ')})`
  if (type.startsWith('DECIMAL')) return `Nullable(${type.replace('DECIMAL', 'Decimal')})`
  const known = plain[type]
  if (known === undefined) throw new Error(`ClickHouse has no type here for ${type}`)
  return `Nullable(${known})`
}

/** The parts of a struct, of plain types: gap DOUBLE, "name" VARCHAR. */
const partsOf = (struct: string) =>
  struct.split(', ').map((part) => {
    const [name = '', ...type] = part.split(' ')
    return `${name.replaceAll('"', '')} ${typeOf(type.join(' '))}`
  })

/** What rows are sorted by, as far as a table has it: pages ask by place and year, then by report. */
const order = ['district', 'year', 'evaluation', 'document', 'project_id', 'id', 'code', 'field', 'ordinal']

/**
 * The statements that make a table, empty: sorted by district, in a partition for each year. On a cluster its rows
 * lie replicated on the shard of their district; where a table has none, on that of its first column.
 */
export function tableStatements(
  { database, cluster }: Place,
  name: string,
  columns: readonly CatalogueColumn[],
): readonly string[] {
  const has = (column: string) => columns.some((one) => one.name === column)
  const listed = columns.map((column) => `\`${column.name}\` ${typeOf(column.type)}`).join(', ')
  const rest = [
    ...(has('year') ? ['partition by coalesce(year, 0)'] : []),
    `order by (${order.filter(has).join(', ')})`,
    'settings allow_nullable_key = 1, non_replicated_deduplication_window = 1000',
  ].join(' ')
  if (cluster === null)
    return [`create table if not exists ${database}.${name} (${listed}) engine = MergeTree ${rest}`]
  const key = has('district') ? 'district' : (columns[0]?.name ?? '')
  return [
    `create table if not exists ${database}.${name}_shard on cluster ${cluster} (${listed}) engine = ReplicatedMergeTree ${rest.replace('non_replicated', 'replicated')}`,
    `create table if not exists ${database}.${name} on cluster ${cluster} as ${database}.${name}_shard engine = Distributed(${cluster}, ${database}, ${name}_shard, cityHash64(coalesce(toString(\`${key}\`), '')))`,
  ]
}

/** The statement that waits until every replica has what was written to a table; none where there are no others. */
export const settledStatements = ({ database, cluster }: Place, name: string): readonly string[] =>
  cluster === null ? [] : [`system sync replica on cluster ${cluster} ${database}.${name}_shard`]

/** The statement that makes the database. */
export const databaseStatement = ({ database, cluster }: Place) =>
  `create database if not exists ${database}${onCluster(cluster)}`

/** The statement that takes it away with all that it holds. */
export const forgetStatement = ({ database, cluster }: Place) =>
  `drop database if exists ${database}${onCluster(cluster)} sync`

const onCluster = (cluster: string | null) => (cluster === null ? '' : ` on cluster ${cluster}`)
