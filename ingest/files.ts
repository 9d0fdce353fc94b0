import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** A file to read, and the name it is known by: the path as it was named, with what lies below a folder. */
export interface Found {
  file: string
  path: string
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
