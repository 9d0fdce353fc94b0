import { useHere } from '#app/components/here.ts'

/** What stays in the URL when a form changes something else: values by their names, several where repeated. */
export type Kept = Readonly<Record<string, string | number | null | readonly (string | number)[]>>

/** The language and these values as inputs that nobody sees. */
export function Hidden({ values }: { values: Kept }) {
  const { language } = useHere()
  const all = { lang: language === 'en' ? 'en' : null, ...values }
  return Object.entries(all).flatMap(([name, value]) =>
    [value]
      .flat()
      .flatMap((one) =>
        one === null ? [] : <input key={`${name}${one}`} type="hidden" name={name} value={one} />,
      ),
  )
}
