import { createHash } from 'node:crypto'
import { decisionsStanding } from '#app/state/decisions.server.ts'
import { generationInUse } from '#app/warehouse/ask.server.ts'

/** What a cube is made of: it holds as long as this is the same. */
export async function cubeState(): Promise<string> {
  const { generation } = await generationInUse()
  return createHash('sha256').update(`${generation} ${decisionsStanding()}`).digest('base64url')
}
