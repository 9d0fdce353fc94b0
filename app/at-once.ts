/** What an object's promises come to, all waited for at once. */
export async function atOnce<Asked extends Record<string, unknown>>(
  asked: Asked,
): Promise<{ [Name in keyof Asked]: Awaited<Asked[Name]> }> {
  const come = await Promise.all(
    Object.entries(asked).map(async ([name, value]): Promise<[string, unknown]> => [name, await value]),
  )
  return Object.fromEntries(come) as { [Name in keyof Asked]: Awaited<Asked[Name]> }
}

/** Work that is begun when it is first wanted, and not again. */
export function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let begun: Promise<Result> | undefined
  return () => {
    begun ??= work()
    return begun
  }
}
