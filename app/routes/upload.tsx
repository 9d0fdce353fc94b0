import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Page } from '#app/components/page.tsx'
import { JobList } from '#app/components/uploads/job.tsx'
import { UploadForm } from '#app/components/uploads/upload-form.tsx'
import { mayTakeFiles } from '#app/env.server.ts'
import { latestJobs } from '#app/uploads/jobs.server.ts'
import { isOpen, mayFollow, visitorOf } from '#app/visitor.server.ts'
import { w } from '#app/words.ts'

export const meta: MetaFunction = () => [{ title: '上传 Upload · 绩尺 Yardstick' }]

const shown = 20

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request, 'upload')
  const refused = mayTakeFiles(isOpen()) ? new URL(request.url).searchParams.get('refused') : 'no-fence'
  return { refused, jobs: (await latestJobs(shown)).filter((job) => mayFollow(visitor, job)) }
}

export default function Upload() {
  const { refused, jobs } = useLoaderData<typeof loader>()
  return (
    <Page
      title={w('上传文档', 'Upload documents')}
      lead={w(
        '文件读入后，各页自动换用新的数据版本；读不了的会保留下来，并说明原因和办法。',
        'Once files are read, every page moves to the new generation by itself; what cannot be read is kept, with why and what to do.',
      )}
    >
      <UploadForm refused={refused} />
      <JobList jobs={jobs} />
    </Page>
  )
}
