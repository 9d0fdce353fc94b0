import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { ownPathOf } from '#app/own-path.ts'
import { themeCookie } from '#app/theme.server.ts'
import { ThemeAsked } from '#app/theme.ts'

/** Keeps the choice of light or dark, and goes back to the page that it was made on. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData()
  const asked = ThemeAsked.catch('system').parse(form.get('theme'))
  return redirect(ownPathOf(form.get('back')), { headers: { 'Set-Cookie': await themeCookie(asked) } })
}
