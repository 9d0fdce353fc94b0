import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { satisfactionMatrix } from '#app/charts/satisfaction.ts'
import { Comparison } from '#app/components/comparison.tsx'
import { Page } from '#app/components/page.tsx'
import { choices } from '#app/queries/choices.ts'
import { filtersOf } from '#app/queries/filters.ts'
import { satisfactionByDistrict } from '#app/queries/satisfaction.ts'
import { ask } from '#app/warehouse/ask.server.ts'
import { w } from '#app/words.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const { filters, ignored } = filtersOf(new URL(request.url).searchParams)
  return {
    ignored,
    choices: await ask(choices, undefined),
    matrix: await ask(satisfactionByDistrict, filters),
  }
}

export default function Satisfaction() {
  const { ignored, choices, matrix } = useLoaderData<typeof loader>()
  return (
    <Page
      title={w('满意度差距', 'Satisfaction gap')}
      lead={w(
        '服务对象满意度的实际值减目标值，单位为百分点。负数表示没有达到承诺。',
        'Reported satisfaction less its target, in percentage points. Below zero the promise was not kept.',
      )}
      fields={['district', 'sector', 'department', 'programme']}
      choices={choices}
      ignored={ignored}
    >
      <Comparison
        view={satisfactionMatrix}
        rows={matrix}
        note={w(
          '各区县满意度指标差距的简单平均，每项指标计一次。',
          'Plain mean over satisfaction rates, each counted once.',
        )}
      />
    </Page>
  )
}
