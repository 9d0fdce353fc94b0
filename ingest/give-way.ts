import { readdir } from 'node:fs/promises'
import os from 'node:os'

const usual = os.constants.priority.PRIORITY_NORMAL
const below = os.constants.priority.PRIORITY_BELOW_NORMAL

/**
 * Lets whoever reads go first where processors are short: documents can wait a little, people should not. What was
 * given a priority when it was started keeps it. Linux counts each thread by itself; children begin with that of theirs.
 */
export async function giveWay() {
  if (os.getPriority() !== usual) return
  const threads = await readdir('/proc/self/task').catch(() => [0])
  for (const thread of threads) setPriority(Number(thread))
}

function setPriority(thread: number) {
  try {
    os.setPriority(thread, below)
  } catch {
    // The thread has ended meanwhile, or the system allows none of it: nothing is lost but courtesy.
  }
}
