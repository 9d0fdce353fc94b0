import type { Page } from 'playwright-core'

/** Waits on the page of an upload until it has ended: the page it was sent from may tell of others that have. */
export async function uploadEnded(page: Page, words = /已完成：/) {
  await page.waitForURL(/\/uploads\//)
  await page.getByRole('region', { name: '进度与结果' }).getByText(words).waitFor({ timeout: 60_000 })
}
