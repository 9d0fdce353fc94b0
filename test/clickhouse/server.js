import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { Session } from 'chdb'

/**
 * ClickHouse's HTTP protocol, as far as its client for Node.js speaks it, over the engine in this process: queries in
 * the body, in `query` or in a form; `param_*`, settings and `database` in the address; inserts after their query.
 * One request at a time, whose settings hold for it alone; `readonly` cannot be taken back within a session, so it is
 * passed over. Prints its port when it listens.
 */
const folder = mkdtempSync(path.join(os.tmpdir(), 'yardstick-chdb-'))
const session = new Session(path.join(folder, 'data'))

const notSettings = ['query', 'database', 'query_id', 'session_id', 'default_format', 'role']
const quoted = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

async function bodyOf(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return { bytes, fields: [] }
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
  return { bytes: Buffer.alloc(0), fields: [...form] }
}

const insertion = /^\s*insert into\s+(\S+)\s*(\([^)]*\))?\s*format\s+(\w+)\s*$/i

/** The format that a query names for its answer. */
function answered(query) {
  const named = /\sformat\s+(\w+)\s*;?\s*$/i.exec(query)
  return named
    ? { text: query.slice(0, named.index), format: named[1] }
    : { text: query, format: 'TabSeparated' }
}

function run({ database, settings, params, query, data }) {
  session.query(`use ${database}`)
  for (const [name, value] of settings) session.query(`set ${name} = ${quoted(value)}`)
  for (const [name, value] of params) session.query(`set ${name} = ${quoted(value)}`)
  try {
    const [, table, columns = '', format] = insertion.exec(query) ?? []
    if (table === undefined) {
      const { text, format: asked } = answered(query)
      return session.query(text, asked)
    }
    const file = path.join(folder, randomUUID())
    writeFileSync(file, data)
    session.query(`insert into ${table} ${columns} select * from file(${quoted(file)}, ${format})`)
    rmSync(file)
    return ''
  } finally {
    for (const [name] of settings) session.query(`set ${name} = default`)
  }
}

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname === '/ping') {
    response.end('Ok.\n')
    return
  }
  const { bytes, fields } = await bodyOf(request)
  const given = [...url.searchParams, ...fields]
  const named = given.find(([name]) => name === 'query')?.[1]
  const question = {
    database: url.searchParams.get('database') ?? 'default',
    params: given.filter(([name]) => name.startsWith('param_')),
    settings: [...url.searchParams].filter(
      ([name]) => !name.startsWith('param_') && !notSettings.includes(name) && name !== 'readonly',
    ),
    query: named ?? bytes.toString(),
    data: named === undefined ? Buffer.alloc(0) : bytes,
  }
  try {
    const answer = run(question)
    response.writeHead(200, { 'x-clickhouse-query-id': randomUUID() }).end(answer)
  } catch (error) {
    const text = String(error.message).replace(/^.*?(?=Code: \d)/s, '')
    response
      .writeHead(500, { 'x-clickhouse-exception-code': /Code: (\d+)/.exec(text)?.[1] ?? '1' })
      .end(`${text}\n`)
  }
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
const end = () => {
  session.close()
  rmSync(folder, { recursive: true, force: true })
  process.exit(0)
}
process.on('SIGTERM', end)
process.on('SIGINT', end)
process.on('disconnect', end)
