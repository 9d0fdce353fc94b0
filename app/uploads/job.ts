import { z } from 'zod'
import { FileOutcome, IngestFault } from '#app/domain/file-outcome.ts'

const SentFile = z.object({
  /** The path it is shown and known by. */
  path: z.string(),
  bytes: z.number(),
  /** Why it was not taken; null for what is handed to the ingest. */
  refused: z.enum(['file-too-large', 'total-too-large', 'too-many', 'unsupported']).nullable(),
})
export type SentFile = z.infer<typeof SentFile>

/** Documents that came in together and are loaded together. */
export const Job = z.object({
  id: z.string(),
  received: z.string(),
  files: z.array(SentFile),
  /** sha256 of archived documents that are to be read anew; none for an upload. */
  again: z.array(z.string()),
  /** Who sent it; null where there are no accounts. */
  by: z.string().nullable().default(null),
})
export type Job = z.infer<typeof Job>

/** How a job ended: the ingest's exit status, and what kept it from running. */
export const JobEnd = z.object({
  ended: z.string(),
  exit: z.number().nullable(),
  fault: IngestFault.nullable(),
})
export type JobEnd = z.infer<typeof JobEnd>

/** A line that the ingest writes. */
export const IngestLine = z.union([FileOutcome, IngestFault])

/** A job as a page shows it. */
export interface JobState extends Job {
  state: 'waiting' | 'running' | 'done' | 'failed'
  /** Jobs that come before it while it waits. */
  ahead: number
  outcomes: FileOutcome[]
  end: JobEnd | null
}

export const isJobId = (id: string) => /^[a-z0-9]{6,12}-[a-z]{8}$/.test(id)
