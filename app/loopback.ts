import { leave, serve } from './serving/serve.ts'

/** Serves a data folder to this machine alone, without accounts: the sample, and what is tested. */
await serve('open').catch(leave)
