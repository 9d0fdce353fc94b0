import { append } from '#app/warehouse/duckdb.server.ts'
import { publishGeneration, withWriterLock } from '#app/warehouse/generations.server.ts'
import { together, unitsOfThree } from './small-documents.ts'

/** Publishes generations with three documents more each, and says so once each is published; till it is killed. */
const [dataDir = '', from = '0', count = '3'] = process.argv.slice(2)
for (let number = Number(from); number < Number(from) + Number(count); number += 1) {
  await withWriterLock(dataDir, () =>
    publishGeneration(dataDir, 'newest', (connection) =>
      together(connection, () => append(connection, 'document', unitsOfThree(number))),
    ),
  )
  process.stdout.write(`${number}\n`)
}
