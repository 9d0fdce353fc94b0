import { Link } from '@remix-run/react'
import { remarkKinds, standings } from '#app/charts/remarks.ts'
import { Frame } from '#app/components/comparison.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { projectLink } from '#app/links.ts'
import type { ProjectRemark } from '#app/queries/remarks.ts'
import { w } from '#app/words.ts'

interface Props {
  id: string
  remarks: readonly ProjectRemark[]
}

/** What a report names and promises, beside what the one before it did and what became of that. */
export function ProjectRemarks({ id, remarks }: Props) {
  const say = useSay()
  if (remarks.length === 0) return null
  const [own, before] = [remarks.filter(({ chosen }) => chosen), remarks.filter(({ chosen }) => !chosen)]
  const year = before[0]?.year ?? null
  return (
    <div id="remarks" className="scroll-mt-4">
      <Frame
        title={w('问题与整改承诺', 'Problems and promises')}
        note={w(
          '取自报告“存在问题和改进措施”部分，逐条照录；与下一份自评按文字对照，不再提不等于已解决。',
          "Item by item from the report's section on problems, set against the next one by its words. Not named again is not the same as solved.",
        )}
      >
        <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
          <section>
            <h3 className="mb-1 text-sm">{say(w('本年度提出', 'Named in this report'))}</h3>
            {own.length === 0 ? (
              <p className="text-muted text-sm">
                {say(w('本年度报告没有写明问题。', 'This report names no problem.'))}
              </p>
            ) : (
              <Remarks id={id} remarks={own} />
            )}
          </section>
          {year !== null && (
            <section>
              <h3 className="mb-1 text-sm">
                {say(
                  w(`上一份自评（${year} 年度）提出的，本年度怎样`, `Named in ${year}: how it stands now`),
                )}
              </h3>
              <Remarks id={id} remarks={before} />
            </section>
          )}
        </div>
      </Frame>
    </div>
  )
}

function Remarks({ id, remarks }: Props) {
  const say = useSay()
  return (
    <ul className="space-y-2 text-sm">
      {remarks.map((remark) => (
        <li key={`${remark.paragraph}${remark.text}`} className="flex gap-3">
          <span className="w-16 shrink-0 text-muted">{say(remarkKinds[remark.kind])}</span>
          <span>
            {remark.text}
            <span className="block text-muted text-xs">
              {remark.paragraph !== null &&
                say(w(`正文第 ${remark.paragraph} 段　`, `paragraph ${remark.paragraph} `))}
              <Became id={id} remark={remark} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Became({
  id,
  remark: { standing, laterYear, laterText, text },
}: {
  id: string
  remark: ProjectRemark
}) {
  const here = useHere()
  const say = useSay()
  if (standing === null || laterYear === null) return null
  const { mark, words } = standings[standing]
  const style = { repeated: 'text-bad', remains: 'text-warn', gone: 'text-ink' }[standing]
  return (
    <>
      <Link to={`${projectLink(here, id, laterYear)}#remarks`} className={style}>
        {mark} {laterYear} · {say(words)}
      </Link>
      {laterText !== null && laterText !== text && <span className="ml-2">“{laterText}”</span>}
    </>
  )
}
