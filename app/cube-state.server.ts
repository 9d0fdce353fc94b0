import { createHash } from 'node:crypto'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import type { Visitor } from '#app/visitor.server.ts'

/** What a cube is made of: it holds as long as this is the same. */
export async function cubeState(
  visitor: Pick<Visitor, 'generation'>,
  decisions = decisionsStanding(),
): Promise<string> {
  const { generation } = await visitor.generation()
  return createHash('sha256').update(`${generation} ${decisions}`).digest('base64url')
}
