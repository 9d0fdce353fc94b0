import { damagedGeneration } from './damaged-generation.ts'
import type { Drill } from './drill.ts'
import { fullDisk } from './full-disk.ts'
import { killIngest } from './kill-ingest.ts'
import { killPublish } from './kill-publish.ts'
import { killServe } from './kill-serve.ts'
import { powerLoss } from './power-loss.ts'
import { strayLog } from './stray-log.ts'

/** Every drill under the number that the fault model gives it; a letter where one fault has several. */
export const drills: Readonly<Record<string, Drill>> = {
  F1: killIngest,
  F1b: killPublish,
  F2: killServe,
  F3: powerLoss,
  F4: fullDisk,
  F5: damagedGeneration,
  F6: strayLog,
}
