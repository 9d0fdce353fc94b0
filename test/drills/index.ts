import type { Drill } from './drill.ts'
import { killIngest } from './kill-ingest.ts'
import { killPublish } from './kill-publish.ts'

/** Every drill under the number that the fault model gives it; a letter where one fault has several. */
export const drills: Readonly<Record<string, Drill>> = {
  F1: killIngest,
  F1b: killPublish,
}
