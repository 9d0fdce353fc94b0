import { z } from 'zod'

const Coded = z.object({ code: z.string() })
const codes = /^(?:ENOSPC|EDQUOT|SQLITE_FULL|SQLITE_IOERR_(?:SHMSIZE|SHMOPEN|WRITE|FSYNC)|SQLITE_READONLY)$/

/**
 * Whether there was no room: Node and SQLite say so by a code, the engine in words. What people make is read-only only
 * while the disk is full.
 */
export function isDiskFull(error: unknown): boolean {
  const code = Coded.safeParse(error).data?.code ?? ''
  return codes.test(code) || (error instanceof Error && /no space left|disk.* full/i.test(error.message))
}
