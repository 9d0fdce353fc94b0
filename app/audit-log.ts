import { verify } from './state/audit-log.server.ts'

/** `npm run audit-log -- verify`: reads the whole log of the data folder and says whether it is whole. */
if (process.argv[2] === 'verify') {
  const { entries, from, to, faults } = verify()
  for (const fault of faults) console.error(fault)
  console.log(`${entries} entries${from === null ? '' : ` from ${from} to ${to}`}, ${faults.length} faults`)
  process.exitCode = faults.length === 0 ? 0 : 1
} else
  console.log(
    'npm run audit-log -- verify\n\nReads the audit log of the data folder, YARDSTICK_DATA, and names every entry that was changed, taken out or moved.',
  )
