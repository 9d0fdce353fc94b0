import { answerBeside } from './beside.ts'
import { keepingContents } from './contents.ts'
import type { Mapping } from './layouts/mapping.ts'
import { type Outcome, type Source, understand } from './pipeline.ts'
import { openReader } from './readers/fence.ts'
import type { Reference } from './reference.ts'

export interface Desk {
  dataDir: string
  reference: Reference
  mappings: readonly Mapping[]
}

/** Takes documents that are held through every step, and keeps their contents. */
answerBeside<Desk, Source, Outcome>(({ dataDir, reference, mappings }) => {
  const reader = openReader({ workers: 2 })
  const read = keepingContents(dataDir, reader.read)
  return { answer: (source) => understand(source, read, reference, mappings), close: reader.close }
})
