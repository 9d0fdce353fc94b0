import type { Table } from '@uwdata/flechette'
import { cubeLink } from '#app/links.ts'
import type { CubeName, ListName } from '#app/queries/cubes.ts'

/** A cube as the server sends it and as this browser has it, with the state of the data that it was made of. */
export class CubeSource<Cube, Name extends CubeName | ListName = CubeName> {
  readonly name: Name
  readonly #read: (table: Table) => Cube
  readonly #known = new WeakMap<object, Cube>()
  held: { cube: Cube; of: string } | null = null

  constructor(name: Name, read: (table: Table) => Cube) {
    this.name = name
    this.#read = read
  }

  /** Has it held as the data are now, unless it is; false where it is too large to be sent. */
  async keep(of: string, signal: AbortSignal): Promise<boolean> {
    if (this.held?.of === of) return true
    this.held = null
    const cube = await this.#fetch(signal)
    if (cube !== null && !signal.aborted) this.held = { cube, of }
    return this.held !== null
  }

  /** The same at the server, out of the answer that a browser would be sent; kept as long as that is. */
  readFrom(answer: object, table: () => Table): Cube {
    const cube = this.#known.get(answer) ?? this.#read(table())
    this.#known.set(answer, cube)
    return cube
  }

  async #fetch(signal: AbortSignal): Promise<Cube | null> {
    // Only browsers fetch; the server's file, without an import in it that waits, is read in a third of the time.
    if (import.meta.env.SSR) return null
    const response = await fetch(cubeLink(this.name), { signal })
    if (response.status !== 200) return null
    const [tableFromIPC, bytes] = await Promise.all([reader(), response.arrayBuffer()])
    return this.#read(tableFromIPC(bytes))
  }
}

/** Named where it is imported: the library also writes, and all of that would come along. */
async function reader() {
  const { tableFromIPC } = await import('@uwdata/flechette')
  return tableFromIPC
}
