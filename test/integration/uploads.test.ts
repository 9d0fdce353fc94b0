import { copyFile, mkdtemp, open, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { enqueue, jobState, openJob } from '#app/uploads/jobs.server.ts'

test('an ingest that outlived its server does not write into the outcomes of the next', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-uploads-'))
  const { id, files } = await openJob(dataDir)
  const outlived = await open(files.outcomes, 'w')
  try {
    const file = path.join(files.sent, '0')
    await copyFile('data/sample/2019/桐溪区/2019年-桐溪区-农村户厕改造-自评报告.docx', file)
    const sent = { path: '自评表.docx', bytes: 1, refused: null }
    await enqueue(
      {
        job: { id, received: new Date().toISOString(), files: [sent], again: [], by: null },
        list: [{ file, path: sent.path }],
      },
      dataDir,
    )
    await expect.poll(async () => (await jobState(id, dataDir))?.end).toMatchObject({ fault: null })
    await outlived.write('{"path":"自评表.docx","outcome"\nleft behind\n')
    expect((await jobState(id, dataDir))?.outcomes).toMatchObject([{ path: sent.path }])
  } finally {
    await outlived.close()
    await rm(dataDir, { recursive: true, force: true })
  }
})
