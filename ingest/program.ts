import { readFile, realpath } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin, stop } from 'esbuild'
import { scratchFolder } from '#app/scratch.ts'

/** A script and all that it imports as files that need no loader, and the folders that it reads at all. */
export type Program = { file: string; folders: readonly string[] }

/** What a package reads of itself while it works, as fonts and tables of characters. */
const readWhereInstalled = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))

/** What reads documents. */
export const readerProgram = () => programOf(fileURLToPath(new URL('./readers/child.ts', import.meta.url)))

/** Our scripts find what lies beside them. */
const whereTheyLay: Plugin = {
  name: 'where they lay',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: script }) => ({
      contents: (await readFile(script, 'utf8')).replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(script)),
      ),
      loader: 'ts',
    }))
  },
}

const made = new Map<string, Promise<Program>>()

/** Makes a program of a script, once a process: a loader would need rights that what it loads must not have. */
export function programOf(script: string): Promise<Program> {
  const program = made.get(script) ?? make(script)
  made.set(script, program)
  return program
}

async function make(script: string): Promise<Program> {
  const folder = await realpath(await scratchFolder('program'))
  try {
    await build({
      entryPoints: [script],
      outdir: folder,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      outExtension: { '.js': '.mjs' },
      plugins: [whereTheyLay],
      // Packages of the older kind ask for others by `require`, and find what they bring from where we lie.
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(script)) },
      banner: {
        js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom('/');",
      },
      logLevel: 'silent',
    })
  } finally {
    await stop()
  }
  const { name } = path.parse(script)
  return { file: path.join(folder, `${name}.mjs`), folders: [folder, readWhereInstalled] }
}
