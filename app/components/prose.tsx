/** A figure and its unit, a unit with its stroke, an asterisk and what it stands for. */
const together =
  /([−+]?\d[\d,.]* (?:\p{Script=Han}{1,4}(?:\/\p{Script=Han}{1,4})?(?![\p{Script=Han}/])|(?:million )?yuan(?:\/\p{Script=Han}{1,4})?)|\p{Script=Han}{1,2}\/\p{Script=Han}{1,4}(?!\p{Script=Han})|\* \S{1,2})/u

/** Running text whose lines break between figures, never within one: not before its unit, nor within 万元 or 元/户. */
export const Prose = ({ text }: { text: string }) =>
  text.split(together).map((part, place) =>
    place % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other identity
      <span key={place} className="whitespace-nowrap">
        {part}
      </span>
    ),
  )
