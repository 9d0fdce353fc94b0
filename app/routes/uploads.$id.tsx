import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { Frame } from '#app/components/comparison.tsx'
import { useHere, useSay } from '#app/components/here.ts'
import { Page } from '#app/components/page.tsx'
import { JobFiles, JobStatus } from '#app/components/uploads/job.tsx'
import { UploadForm } from '#app/components/uploads/upload-form.tsx'
import { formatMoment } from '#app/format.ts'
import { jobLink, pageLink } from '#app/links.ts'
import { jobState } from '#app/uploads/jobs.server.ts'
import { mayFollow, visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '上传结果 Upload · 绩尺 Yardstick' }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request, 'upload')
  const job = await jobState(params.id ?? '')
  if (job === null || !mayFollow(visitor, job)) throw new Response('no such upload', { status: 404 })
  return { job }
}

const againMs = 1000

/** Asks again while the job goes on; without scripts the page loads itself anew. */
function useProgress(goesOn: boolean) {
  const { revalidate } = useRevalidator()
  useEffect(() => {
    if (!goesOn) return
    const timer = setInterval(revalidate, againMs)
    return () => clearInterval(timer)
  }, [goesOn, revalidate])
}

export default function UploadResult() {
  const { job } = useLoaderData<typeof loader>()
  const here = useHere()
  const say = useSay()
  const goesOn = job.state === 'waiting' || job.state === 'running'
  useProgress(goesOn)
  const received = formatMoment(job.received)
  return (
    <Page
      title={w(`${received} 上传`, `Uploaded ${received}`)}
      lead={w(
        '每个文件的结果；这一页可以关闭，过后再来看。',
        'What became of each file; this page may be closed and come back to.',
      )}
    >
      <Frame title={w('进度与结果', 'Progress and outcome')}>
        <div className="mb-2 flex flex-wrap gap-x-6 gap-y-1 text-sm">
          <JobStatus job={job} />
          {goesOn ? (
            <Link to={jobLink(here, job.id)}>{say(w('刷新', 'Refresh'))}</Link>
          ) : (
            <Link to={pageLink(here, '/documents', { year: [] })}>
              {say(w('查看全部文档', 'All documents'))}
            </Link>
          )}
        </div>
        {goesOn && (
          <noscript>
            <meta httpEquiv="refresh" content="2" />
          </noscript>
        )}
        <JobFiles job={job} />
      </Frame>
      {!goesOn && <UploadForm />}
    </Page>
  )
}
