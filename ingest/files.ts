import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

/** A file to read, and the name it is known by: the path as it was named, with what lies below a folder. */
const Found = z.object({ file: z.string(), path: z.string() })
export type Found = z.infer<typeof Found>

/** The files that a list names, each by where it lies and the name it is known by; none without a list. */
export async function filesListed(list: string | undefined): Promise<Found[]> {
  return list === undefined ? [] : Found.array().parse(JSON.parse(await readFile(list, 'utf8')))
}

/** What operating systems and Word leave between documents. */
const litter = /^(?:\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i

/** All files under the paths that were named, in order; a path that is not there throws. */
export async function filesUnder(named: readonly string[]): Promise<Found[]> {
  const found: Found[] = []
  for (const root of named) {
    const whole = path.resolve(root)
    if ((await stat(whole)).isDirectory()) found.push(...(await filesIn(whole, root.replace(/[\\/]+$/, ''))))
    else found.push({ file: whole, path: root })
  }
  return found
}

async function filesIn(folder: string, as: string): Promise<Found[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !litter.test(name))
  const found: Found[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name)
    const known = `${as}/${entry.name}`
    if (entry.isDirectory()) found.push(...(await filesIn(file, known)))
    else if (entry.isFile()) found.push({ file, path: known })
  }
  return found
}
