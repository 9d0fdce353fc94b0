/** The same items, each asked for while the one before is in use. */
export async function* askedEarly<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = items.next()
  for (;;) {
    const { done, value } = await next
    if (done) return
    next = items.next()
    // A fault is told when its turn comes.
    next.catch(() => undefined)
    yield value
  }
}
