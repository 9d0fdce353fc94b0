import type { LoaderFunctionArgs } from '@remix-run/node'
import type { Exported } from '#app/exports/exported.ts'
import { attachment, fileName } from '#app/exports/file-name.ts'
import { exportNamed, nothingToDraw, whatExists } from '#app/exports/index.ts'
import type { Provenance } from '#app/exports/provenance.ts'
import type { Here } from '#app/links.ts'
import { filtersOf } from '#app/queries/filters.ts'
import { portfolio } from '#app/queries/portfolio.ts'
import { ask, generationInUse } from '#app/warehouse/ask.server.ts'
import { parquetBytes } from '#app/warehouse/parquet.server.ts'
import { isLanguage, type Words } from '#app/words.ts'

/** A view as a file, with the filters of the URL: the same rows as on its page. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams
  const named = exportNamed(params.file ?? '')
  if (named === null) return missing(whatExists)
  const { view, suffix, writer } = named
  const { answer, provenance } = await answered(view, search)
  const body = await writer.write(answer, provenance, { parquetBytes })
  if (body === null) return missing(nothingToDraw)
  return new Response(body, {
    headers: {
      ...headers,
      'Content-Type': writer.mediaType,
      'Content-Disposition': attachment(fileName(answer, provenance, suffix), `${view.name}.${suffix}`),
    },
  })
}

const headers = { 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff' }

const missing = ({ zh, en }: Words) =>
  new Response(`${zh}\n${en}\n`, {
    status: 404,
    headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
  })

/** Asks for the rows and what they come from; again if a new generation was published in between. */
async function answered(view: Exported, search: URLSearchParams) {
  const here = hereOf(search)
  const { generation, published } = await generationInUse()
  const { answer, conditions } = await view.answer(ask, { search, here })
  const [loaded] = await ask(portfolio, undefined)
  const provenance: Provenance = {
    language: here.language,
    conditions,
    generation,
    published,
    sample: loaded?.sample ?? false,
  }
  if ((await generationInUse()).generation !== generation) return answered(view, search)
  return { answer, provenance }
}

function hereOf(search: URLSearchParams): Here {
  const asked = search.get('lang')
  return { language: isLanguage(asked) ? asked : 'zh', filters: filtersOf(search).filters }
}
