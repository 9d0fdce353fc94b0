/** The same items, each asked for while the one before is in use, and the first at once. */
export function askedEarly<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  return following(items, asked(items))
}

async function* following<Item>(
  items: AsyncGenerator<Item>,
  first: Promise<IteratorResult<Item>>,
): AsyncGenerator<Item> {
  let next = first
  for (;;) {
    const { done, value } = await next
    if (done) return
    next = asked(items)
    yield value
  }
}

/** A fault is told when its turn comes. */
function asked<Item>(items: AsyncGenerator<Item>): Promise<IteratorResult<Item>> {
  const next = items.next()
  next.catch(() => undefined)
  return next
}
