import { z } from 'zod'

const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  YARDSTICK_DATA: z.string().default('var/data'),
})

/** The settings of this process; a wrong one is named, with what it may be. */
export function environment(env: NodeJS.ProcessEnv = process.env) {
  const read = Environment.safeParse(env)
  if (read.success) return read.data
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new Error(`the environment is not usable: ${faults.join('; ')}`)
}
