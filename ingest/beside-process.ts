import type { Answer, Desk, Question } from './beside.ts'
import { keepingContents } from './contents.ts'
import { understand } from './pipeline.ts'
import { openReader } from './readers/fence.ts'

const reader = openReader({ workers: 2 })
const answer = (one: Answer) => process.send?.(one)

process.once('message', ({ dataDir, reference, mappings }: Desk) => {
  const read = keepingContents(dataDir, reader.read)
  process.on('message', async ({ id, source }: Question) => {
    try {
      answer({ id, outcome: await understand(source, read, reference, mappings) })
    } catch (fault) {
      answer({ id, fault, code: fault instanceof Error && 'code' in fault ? fault.code : undefined })
    }
  })
})
process.once('disconnect', async () => {
  await reader.close()
  process.exit()
})
