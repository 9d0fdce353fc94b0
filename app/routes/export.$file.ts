import type { LoaderFunctionArgs } from '@remix-run/node'
import { basketOf } from '#app/basket.server.ts'
import { type Item, itemOf, mostItems } from '#app/exports/basket.ts'
import type { Exported } from '#app/exports/exported.ts'
import { attachment, fileName, gatheredName } from '#app/exports/file-name.ts'
import { exportNamed, gathererNamed, nothingGathered, nothingToDraw, whatExists } from '#app/exports/index.ts'
import type { Provenance, Section } from '#app/exports/provenance.ts'
import { views } from '#app/exports/views.ts'
import type { Here } from '#app/links.ts'
import { filtersOf } from '#app/queries/filters.ts'
import { portfolio } from '#app/queries/portfolio.ts'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import { type Visitor, visitorOf } from '#app/visitor.server.ts'
import { parquetBytes } from '#app/warehouse/parquet.server.ts'
import { isLanguage, type Words } from '#app/words.ts'

/** A view as a file, with the filters of the URL: the same rows as on its page. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request, 'export')
  const search = new URL(request.url).searchParams
  const gatherer = gathererNamed(params.file ?? '')
  if (gatherer !== null) return gathered(visitor, gatherer, await itemsOf(request), search)
  const named = exportNamed(params.file ?? '')
  if (named === null) return missing(whatExists)
  const { view, suffix, writer } = named
  const { answer, provenance } = await answered(visitor, view, search)
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

/** The views that a URL names, else those in the basket. */
async function itemsOf(request: Request): Promise<readonly Item[]> {
  const named = new URL(request.url).searchParams.getAll('item').slice(0, mostItems)
  return named.length === 0 ? basketOf(request) : named.flatMap((text) => itemOf(text) ?? [])
}

/** Several views as one file, all of one generation, each with its own filters. */
async function gathered(
  visitor: Visitor,
  gatherer: NonNullable<ReturnType<typeof gathererNamed>>,
  items: readonly Item[],
  asked: URLSearchParams,
): Promise<Response> {
  if (items.length === 0) return missing(nothingGathered)
  const { language } = hereOf(asked)
  const sections: Section[] = []
  for (const item of items) {
    const view = views.get(item.view)
    if (view)
      sections.push(await answered(visitor, view, new URLSearchParams([...item.search, ['lang', language]])))
  }
  const generations = new Set(sections.map(({ provenance }) => provenance.generation))
  if (generations.size > 1) return gathered(visitor, gatherer, items, asked)
  const { suffix, mediaType, write } = gatherer
  const name = gatheredName(
    sections.map(({ answer }) => answer.title),
    language,
    suffix,
  )
  return new Response(await write(sections), {
    headers: {
      ...headers,
      'Content-Type': mediaType,
      'Content-Disposition': attachment(name, `basket.${suffix}`),
    },
  })
}

const headers = { 'X-Content-Type-Options': 'nosniff' }

const missing = ({ zh, en }: Words) =>
  new Response(`${zh}\n${en}\n`, {
    status: 404,
    headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
  })

/** Asks for the rows and what they come from; again if a new generation was published in between. */
async function answered(visitor: Visitor, view: Exported, search: URLSearchParams) {
  const here = hereOf(search)
  const { ask } = visitor
  const { generation, published } = await visitor.generation()
  const { answer, conditions } = await view.answer(ask, { search, here, decisions: decisionsStanding() })
  const [loaded] = await ask(portfolio, undefined)
  const provenance: Provenance = {
    language: here.language,
    conditions,
    generation,
    published,
    sample: loaded?.sample ?? false,
  }
  if ((await visitor.generation()).generation !== generation) return answered(visitor, view, search)
  return { answer, provenance }
}

function hereOf(search: URLSearchParams): Here {
  const asked = search.get('lang')
  return { language: isLanguage(asked) ? asked : 'zh', filters: filtersOf(search).filters }
}
