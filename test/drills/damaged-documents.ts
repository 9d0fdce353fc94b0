import type { Drill } from './drill.ts'
import { mutateDocuments } from './mutate-documents.ts'

export const damagedDocuments: Drill = {
  what: 'damaged documents of every format: loaded or kept aside with a reason in time, and no program dies',
  counts: { full: 10_000, short: 2 },
  async *run({ count, seed }) {
    const { counts, faults, late } = await mutateDocuments({ count, seed, log: () => undefined })
    const ended = [...counts].flatMap(([reason, n]) => Array.from({ length: n }, () => reason))
    for (const fault of faults) yield { what: 'a damaged document', faults: [fault] }
    for (const told of late) yield { what: 'a damaged document', faults: [], late: [told] }
    for (const reason of ended.slice(faults.length + late.length))
      yield { what: `a damaged document: ${reason}`, faults: [] }
  },
}
