import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import chromium, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium'
import { type Browser, chromium as driver, type Page, type Response } from 'playwright-core'

/** A browser that came by npm, with the system libraries it brings for machines that have none. */
export async function openBrowser(): Promise<Browser> {
  const bin = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
    '../../bin',
  )
  await inflate(path.join(bin, 'al2023.tar.br'))
  setupLambdaEnvironment(path.join(os.tmpdir(), 'al2023', 'lib'))
  const browser = await driver.launch({
    executablePath: await chromium.executablePath(),
    args: ['--headless=shell', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  // A test ends what hangs: half a minute is no sign of it while others use the machine.
  browser.on('context', (context) => context.setDefaultTimeout(300_000))
  return browser
}

/** Goes to a page and waits until it is whole and at rest: the network may rest while a long page is still being read. */
export async function goTo(page: Page, address: string): Promise<Response | null> {
  const response = await page.goto(address, { waitUntil: 'load' })
  await page.waitForLoadState('networkidle')
  return response
}

export interface Product {
  /** http://127.0.0.1:port */
  address: string
  /** The server's process. */
  pid: number
  /** What it wrote to its log so far. */
  log(): string
  stop(): Promise<void>
}

/** Serves the built product on a free port of the loopback address. */
export function serve(
  dataDir: string,
  program = 'app/loopback.ts',
  env: NodeJS.ProcessEnv = process.env,
): Promise<Product> {
  const child = spawn(process.execPath, ['--max-semi-space-size=64', 'run.mjs', program], {
    env: { ...env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', YARDSTICK_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk
    process.stderr.write(chunk)
  })
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const stop = () => {
    child.kill()
    return gone
  }
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      const address = /http:\/\/\S+/.exec(chunk.toString())?.[0]
      if (address) resolve({ address, pid: child.pid ?? 0, log: () => log, stop })
    })
  })
}
