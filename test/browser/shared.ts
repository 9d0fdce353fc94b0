/** What all files of browser tests share, made once: the sample portfolio, served, for tests that change no data. */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadOnce } from '#test/load.ts'
import { serve } from './product.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the sample is served: http://127.0.0.1:port */
    sample: string
  }
}

export default async function share({ provide }: TestProject) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-shared-'))
  await loadOnce(dataDir, ['data/sample'])
  const { address, stop } = await serve(dataDir)
  provide('sample', address)
  return async () => {
    await stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
