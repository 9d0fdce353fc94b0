// @ts-check
import { createHash, randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * A script and all that it imports as files that need no loader, and the folders that it reads at all.
 * @typedef {{ file: string, folders: readonly string[] }} Program
 */

const root = import.meta.dirname
const kept = path.join(root, 'build', 'programs')

/** What says which packages are wanted, and how programs are made. */
const always = ['package.json', 'package-lock.json', 'tsconfig.json', 'program.mjs']

/** Packages that are machine code stay where they were installed. */
const native = ['@duckdb/node-bindings', '@node-rs/argon2', '@resvg/resvg-js', 'esbuild', 'libsql']

/** What a package reads of itself while it works, as fonts and tables of characters. */
const readWhereInstalled = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))

/** In two words, since this file is itself put in place of what it names. */
const meta = ['import', 'meta'].join('.')

/** A running process may still load from what was replaced. */
const replacedKept = 10

/** @type {Map<string, Promise<Program>>} */
const asked = new Map()
/** One is made after another: who has made one stops what makes them. */
let last = Promise.resolve()

/**
 * The program of a script: a sixth of the time that a loader takes, without the rights that one needs. It is kept for
 * the next process, and made again when a source that it was made of is another.
 * @param {string} script its path from where the product lies
 * @returns {Promise<Program>}
 */
export function programOf(script) {
  const before = asked.get(script)
  if (before) return before
  const program = last.then(() => keptOrMade(path.resolve(root, script)))
  last = program.then(
    () => undefined,
    () => undefined,
  )
  asked.set(script, program)
  return program
}

/** @param {string} script @returns {Promise<Program>} */
async function keptOrMade(script) {
  const { name } = path.parse(script)
  const own = `${name}-${hashOf(script).slice(0, 12)}`
  const note = path.join(kept, `${own}.json`)
  const folder = unchanged(note) ?? (await make(script, own, note))
  return { file: path.join(folder, `${name}.mjs`), folders: [folder, readWhereInstalled] }
}

/**
 * The folder that a note tells of, where it and all that it was made of are as they were noted.
 * @param {string} note
 * @returns {string | null}
 */
function unchanged(note) {
  try {
    const { folder, files } = JSON.parse(fs.readFileSync(note, 'utf8'))
    return Object.entries(files).every(([file, hash]) => hashOf(fs.readFileSync(file)) === hash)
      ? folder
      : null
  } catch {
    return null
  }
}

/** @param {string} script @param {string} own @param {string} note */
async function make(script, own, note) {
  fs.mkdirSync(kept, { recursive: true })
  const folder = path.join(fs.realpathSync(kept), `${own}-${randomUUID()}`)
  const files = Object.fromEntries(
    always.map((name) => path.join(root, name)).map((file) => [file, hashOf(fs.readFileSync(file))]),
  )
  const { build, stop } = await import('esbuild')
  try {
    const { metafile } = await build({
      entryPoints: [script],
      outdir: folder,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      outExtension: { '.js': '.mjs' },
      external: native,
      plugins: [whereTheyLay(files)],
      // Packages of the older kind ask for others by `require`, and find what they bring from where we lie.
      define: { [`${meta}.url`]: JSON.stringify(pathToFileURL(script)) },
      banner: {
        js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(${JSON.stringify(script)});`,
      },
      logLevel: 'silent',
      metafile: true,
    })
    for (const file of packagesOf(metafile)) files[file] = hashOf(fs.readFileSync(file))
  } finally {
    await stop()
  }
  for (const made of fs.readdirSync(folder).map((name) => path.join(folder, name)))
    files[made] = hashOf(fs.readFileSync(made))
  fs.writeFileSync(`${folder}.json`, JSON.stringify({ folder, files }))
  fs.renameSync(`${folder}.json`, note)
  sweep(`${own}-`)
  return folder
}

/**
 * What says which version each package is of: the lock file tells of what is to be installed, not of what is.
 * @param {import('esbuild').Metafile} metafile
 */
const packagesOf = ({ inputs }) =>
  new Set(
    Object.keys(inputs).flatMap((input) => {
      const [home] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(path.resolve(input)) ?? []
      return home === undefined ? [] : [`${home}package.json`]
    }),
  )

/**
 * Our scripts find what lies beside them; `files` are told what was read.
 * @param {Record<string, string>} files
 * @returns {import('esbuild').Plugin}
 */
const whereTheyLay = (files) => ({
  name: 'where they lay',
  setup({ onLoad }) {
    onLoad({ filter: /\.(tsx?|mjs|json)$/ }, ({ path: file }) => {
      if (file.includes('node_modules')) return undefined
      const source = fs.readFileSync(file, 'utf8')
      files[file] = hashOf(source)
      const contents = source
        .replaceAll(`${meta}.url`, JSON.stringify(pathToFileURL(file)))
        .replaceAll(`${meta}.dirname`, JSON.stringify(path.dirname(file)))
      return { contents, loader: 'default' }
    })
  },
})

/** Takes away what was replaced long ago. @param {string} prefix */
function sweep(prefix) {
  const made = fs.readdirSync(kept).filter((name) => name.startsWith(prefix))
  const madeAt = (/** @type {string} */ name) =>
    fs.statSync(path.join(kept, name), { throwIfNoEntry: false })?.mtimeMs ?? 0
  for (const name of made.sort((a, b) => madeAt(b) - madeAt(a)).slice(replacedKept))
    fs.rmSync(path.join(kept, name), { recursive: true, force: true })
}

/** @param {string | Buffer} content */
const hashOf = (content) => createHash('sha256').update(content).digest('hex')
