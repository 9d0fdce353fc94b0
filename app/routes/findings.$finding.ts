import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { FindingState } from '#app/domain/decision.ts'
import { answeredLink } from '#app/links.ts'
import { ownPathOf } from '#app/own-path.ts'
import { findingById } from '#app/queries/findings.ts'
import { decide } from '#app/state/decisions.server.ts'
import { remembering, VisitorName, visitorOf } from '#app/visitor.server.ts'

const Form = z.object({
  state: FindingState,
  note: z.string().trim().max(2000),
  by: VisitorName,
  seen: z
    .literal('')
    .transform(() => null)
    .or(z.coerce.number().int().positive()),
  figures: z.string().max(64),
})

/** The form's own checks let nobody come here but by another way than the form. */
const refusal = () =>
  new Response(
    '状态或姓名不完整，没有保存。请返回重填。\nNothing was saved: state or name is missing. Go back and fill them in.\n',
    {
      status: 400,
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    },
  )

/** A finding has no page of its own. */
export const loader = () => redirect('/findings')

/** Writes down what someone holds of a finding, and goes back to where they were. */
export async function action({ request, params }: ActionFunctionArgs) {
  const visitor = await visitorOf(request, 'decide')
  const sent = await request.formData()
  const form = Form.safeParse(Object.fromEntries(sent))
  if (!form.success) throw refusal()
  const [finding] = await visitor.ask(findingById, params.finding ?? '')
  if (finding === undefined) throw new Response('no such finding', { status: 404 })
  // Decided on are the figures that were shown, which another generation may have changed since.
  const { id } = decide({ ...finding, ...form.data, by: visitor.account?.name ?? form.data.by })
  const back = answeredLink(ownPathOf(sent.get('back')), { saved: id }, `finding-${finding.finding}`)
  return redirect(back, { status: 303, headers: await remembering(form.data.by) })
}
