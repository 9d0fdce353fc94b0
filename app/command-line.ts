import { type ParseArgsConfig, parseArgs } from 'node:util'
import { z } from 'zod'
import { isDiskFull } from './disk-full.ts'

/** What a command was given; where that is not understood, says so and how it is used, and ends with status 1. */
export function given<const Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
    process.exit(1)
  }
}

/** A whole number that a command was given, from 0; anything else ends it with status 1. */
export function wholeNumber(text: string, name: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  console.error(`${name} takes a whole number, not ${text}`)
  process.exit(1)
}

const FileFault = z.object({ code: z.string(), path: z.string() })

/** What the file system refused, in a line; null for a fault of another kind. */
export function fileFault(error: unknown): string | null {
  if (isDiskFull(error)) return 'the disk is full: free some space and run again'
  const { code, path } = FileFault.safeParse(error).data ?? {}
  if (code === 'ENOENT') return `no such file or folder: ${path}`
  if (code === 'EACCES') return `no permission to read or write ${path}`
  return null
}

/** Says in a line why the file system kept a command from its end; our own mistakes keep their stack. */
export function endWith(error: unknown): never {
  const fault = fileFault(error)
  if (fault === null) throw error
  console.error(fault)
  process.exit(1)
}
