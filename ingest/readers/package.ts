import { readXml } from './xml.ts'
import type { Zip } from './zip.ts'

type Relationship = { id: string; type: string; target: string }

/** The main part of an Office package, wherever its writer put it. */
export function mainPart(zip: Zip, usual: string): string {
  return relationships(zip, '').find(({ type }) => type === 'officeDocument')?.target ?? usual
}

/** What a part points to inside the package; links to the outside are left out, never followed. */
export function relationships(zip: Zip, part: string): Relationship[] {
  const cut = part.lastIndexOf('/') + 1
  const folder = part.slice(0, cut)
  const bytes = zip.part(`${folder}_rels/${part.slice(cut)}.rels`)
  const found: Relationship[] = []
  if (!bytes) return found
  readXml(bytes, {
    open: (_, { Id, Type, Target, TargetMode }) => {
      if (!Id || !Type || !Target || TargetMode === 'External') return
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target: resolved(folder, Target) })
    },
  })
  return found
}

function resolved(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const steps: string[] = []
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') steps.pop()
    else if (step && step !== '.') steps.push(step)
  }
  return steps.join('/')
}
