/** What an object's promises come to, all waited for at once. */
export async function atOnce<Asked extends Record<string, unknown>>(
  asked: Asked,
): Promise<{ [Name in keyof Asked]: Awaited<Asked[Name]> }> {
  const come = await Promise.all(
    Object.entries(asked).map(async ([name, value]): Promise<[string, unknown]> => [name, await value]),
  )
  return Object.fromEntries(come) as { [Name in keyof Asked]: Awaited<Asked[Name]> }
}
