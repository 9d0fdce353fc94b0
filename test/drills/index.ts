import { abuse } from './abuse.ts'
import { badDocuments } from './bad-documents.ts'
import { crosstalk } from './crosstalk.ts'
import { damagedDocuments } from './damaged-documents.ts'
import { damagedGeneration } from './damaged-generation.ts'
import type { Drill } from './drill.ts'
import { encodings } from './encodings.ts'
import { fullDisk } from './full-disk.ts'
import { injection } from './injection.ts'
import { killIngest } from './kill-ingest.ts'
import { killPublish } from './kill-publish.ts'
import { killServe } from './kill-serve.ts'
import { littleMemory } from './little-memory.ts'
import { manyIngests } from './many-ingests.ts'
import { otherVersion } from './other-version.ts'
import { powerLoss } from './power-loss.ts'
import { publishWhileAsked } from './publish-while-asked.ts'
import { restoreBackup } from './restore-backup.ts'
import { rogueReader } from './rogue-reader.ts'
import { sentAgain } from './sent-again.ts'
import { slowClients } from './slow-clients.ts'
import { strayLog } from './stray-log.ts'
import { wrongClock } from './wrong-clock.ts'

/** Every drill under the number that the fault model, or the list of threats, gives it; a letter where one has several. */
export const drills: Readonly<Record<string, Drill>> = {
  F1: killIngest,
  F1b: killPublish,
  F2: killServe,
  F3: powerLoss,
  F4: fullDisk,
  F5: damagedGeneration,
  F6: strayLog,
  F7: badDocuments,
  F8: encodings,
  F9: damagedDocuments,
  F10: publishWhileAsked,
  F11: littleMemory,
  F12: wrongClock,
  F13: manyIngests,
  F14: sentAgain,
  F15: otherVersion,
  F16: restoreBackup,
  F17: slowClients,
  F18: rogueReader,
  T2: injection,
  T7: crosstalk,
  T20: abuse,
}
