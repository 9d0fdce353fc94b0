/** Any address that leads to nothing: as a route of its own it has the head of every page. */
export const loader = () => {
  throw new Response('no such page', { status: 404 })
}

export default function NoSuchPage() {
  return null
}
