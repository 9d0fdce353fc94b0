import { Form, Link, useLocation } from '@remix-run/react'
import { useHere, useSay } from '#app/components/here.ts'
import { priceIndexText } from '#app/domain/price-index.ts'
import { pageLink } from '#app/links.ts'
import { pricesOf, type ReferenceIndex } from '#app/queries/prices.ts'
import { w } from '#app/words.ts'
import { Hidden } from './hidden.tsx'

interface Props {
  /** The index that the bureau keeps; empty where it keeps none. */
  reference: readonly ReferenceIndex[]
  years: readonly string[]
}

const field = 'rounded border border-line bg-surface px-2 py-1'

/** Makes years comparable by an index that the user brings; nothing is converted until one is given. */
export function PriceIndex({ reference, years }: Props) {
  const here = useHere()
  const say = useSay()
  const { pathname } = useLocation()
  const { index, base } = here.filters
  const prices = pricesOf(here.filters)
  return (
    <details className="text-sm print:hidden" open={prices !== null}>
      <summary className="w-fit text-accent hover:underline">
        {prices === null
          ? say(w('按价格指数换算各年金额', 'Convert years by a price index'))
          : say(
              w(
                `已按价格指数换算为 ${prices.base} 年价`,
                `Converted to prices of ${prices.base} by a price index`,
              ),
            )}
      </summary>
      <Form method="get" preventScrollReset className="mt-2 flex flex-wrap items-end gap-3">
        <Hidden values={{ ...here.filters, index: null, base: null }} />
        <label className="flex min-w-0 grow flex-col gap-1 sm:max-w-xl">
          <span className="text-muted">
            {say(
              w(
                '定基价格指数（各年同一基期，不是上年 = 100），每年一项，可从表格粘贴两列',
                'A price index on one base for all years (not on the year before), one figure a year; two columns may be pasted',
              ),
            )}
          </span>
          <textarea
            key={index}
            name="index"
            rows={2}
            required
            defaultValue={index?.replaceAll(',', '，') ?? ''}
            placeholder={say(w('年份:指数，年份:指数……', 'year:level, year:level …'))}
            className={`w-full ${field}`}
          />
        </label>
        <label className="flex flex-col gap-1">
          <span className="text-muted">{say(w('换算为哪一年的价格', 'In the prices of'))}</span>
          <select key={`${index}${base}`} name="base" defaultValue={base ?? ''} className={field}>
            <option value="">{say(w('指数的最后一年', 'its last year'))}</option>
            {(prices?.factors.map(({ year }) => String(year)) ?? years).map((year) => (
              <option key={year}>{year}</option>
            ))}
          </select>
        </label>
        <button type="submit" className={field}>
          {say(w('换算', 'Convert'))}
        </button>
        {prices !== null && (
          <Link to={pageLink(here, pathname, { index: null, base: null })} preventScrollReset>
            {say(w('恢复当年价', 'Back to money of the year'))}
          </Link>
        )}
      </Form>
      <Reference reference={reference} />
      {prices !== null && (
        <p className="mt-2 text-muted">
          {say(
            w(
              `本页金额与单位成本均为 ${prices.base} 年价：金额 × ${prices.base} 年指数 ÷ 当年指数。指数没有的年度不列入比较。`,
              `All money and unit costs on this page are in prices of ${prices.base}: money × the index of ${prices.base} ÷ that of its year. Years that the index lacks are left out.`,
            ),
          )}
        </p>
      )}
    </details>
  )
}

/** The bureau's own index, to be taken with a click. */
function Reference({ reference }: Pick<Props, 'reference'>) {
  const here = useHere()
  const say = useSay()
  const { pathname } = useLocation()
  if (reference.length === 0)
    return (
      <p className="mt-2 text-muted">
        {say(
          w(
            '本单位尚未登记价格指数（data/reference/price-index.csv）；登记并重新载入后可在此直接选用。',
            'No index is kept yet (data/reference/price-index.csv); once it is, it can be chosen here.',
          ),
        )}
      </p>
    )
  const sources = [...new Set(reference.map(({ source }) => source))].join('；')
  return (
    <p className="mt-2 text-muted">
      <Link to={pageLink(here, pathname, { index: priceIndexText(reference) })} preventScrollReset>
        {say(w('使用登记的价格指数', 'Use the index that is kept'))}
      </Link>
      {say(w(`（来源：${sources}）`, ` (source: ${sources})`))}
    </p>
  )
}
