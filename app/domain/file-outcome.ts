import { z } from 'zod'

/** What became of one document of an ingest, in a few words: what the loader tells, line by line, as it goes. */
export const FileOutcome = z.object({
  path: z.string(),
  sha256: z.string(),
  /** `known`: it was there before this ingest, and was not read again. */
  status: z.enum(['loaded', 'quarantined', 'known']),
  format: z.string().nullable(),
  layout: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  evaluations: z.number(),
  flows: z.number(),
  problems: z.number(),
  /** The first of the projects it reports on. */
  projects: z.array(z.object({ project: z.string().nullable(), year: z.number().nullable() })),
})
export type FileOutcome = z.infer<typeof FileOutcome>

/** Why an ingest came to nothing. */
export const IngestFault = z.object({
  fault: z.enum(['already-running', 'disk-full', 'failed']),
  message: z.string(),
})
export type IngestFault = z.infer<typeof IngestFault>
