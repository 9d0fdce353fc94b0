import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ran } from './child.ts'

const Step = z.object({
  what: z.enum(['sync', 'rename', 'end']),
  of: z.string(),
  to: z.string(),
  /** Where the content lies that a file had when it was flushed; empty for folders. */
  copy: z.string(),
  step: z.number().int().optional(),
})
export type Step = z.infer<typeof Step>

/** Runs a program undisturbed, and tells in order what it flushed and renamed, and how many changes it made in all. */
export async function traced(
  args: readonly string[],
  trace: string,
): Promise<{ order: Step[]; steps: number }> {
  const { code, err } = await ran(args, {
    before: ['./test/drills/fs-steps.ts'],
    env: { DRILL_TRACE: trace },
  })
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}`)
  const all = (await readFile(trace, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => Step.parse(JSON.parse(line)))
  return { order: all.filter(({ what }) => what !== 'end'), steps: all.at(-1)?.step ?? 0 }
}
