import type { DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api'
import { type Connection, rowsOfPrepared } from './duckdb.server.ts'
import type { Sql } from './sql.ts'

interface Held {
  connection: Connection
  statement: DuckDBPreparedStatement
}

/**
 * The door to an open file that holds the statements put to it last, each on a connection of its own, for whoever puts
 * the same with other values: to read a statement and to find what it names takes a sixth of its answer. It is no plan
 * that is held: the engine makes one anew for all values that are bound, whatever their types.
 */
export function statementsOn(instance: DuckDBInstance, mostHeld: number) {
  const held = new Map<string, Held[]>()
  let [count, isClosed] = [0, false]

  const take = async (text: string): Promise<Held> => {
    const known = held.get(text)?.pop()
    if (known !== undefined) {
      count -= 1
      return known
    }
    const connection = await instance.connect()
    try {
      return { connection, statement: await connection.prepare(text) }
    } catch (error) {
      connection.closeSync()
      throw error
    }
  }
  const giveBack = (text: string, one: Held) => {
    if (isClosed) return drop(one)
    const alike = held.get(text) ?? []
    alike.push(one)
    held.delete(text)
    held.set(text, alike)
    count += 1
    while (count > mostHeld) dropOldest()
  }
  const dropOldest = () => {
    const [oldest] = held
    if (oldest === undefined) return
    const [text, alike] = oldest
    const one = alike.pop()
    if (alike.length === 0) held.delete(text)
    if (one === undefined) return
    count -= 1
    drop(one)
  }

  return {
    /** The rows of a statement as plain objects; given up as soon as the signal says so. */
    async rowsOf({ text, values }: Sql, signal: AbortSignal) {
      signal.throwIfAborted()
      const one = await take(text)
      const interrupt = () => one.connection.interrupt()
      signal.addEventListener('abort', interrupt)
      try {
        signal.throwIfAborted()
        const rows = await rowsOfPrepared(one.statement, values)
        // One without values is not put again soon, and a plan without them keeps what its last answer was worked out from.
        if (values.length === 0) drop(one)
        else giveBack(text, one)
        return rows
      } catch (error) {
        drop(one)
        throw error
      } finally {
        signal.removeEventListener('abort', interrupt)
      }
    },
    close() {
      isClosed = true
      for (const one of [...held.values()].flat()) drop(one)
      held.clear()
    },
  }
}

function drop({ connection, statement }: Held) {
  statement.destroySync()
  connection.closeSync()
}
