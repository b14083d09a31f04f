import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const path = '/usr/bin/chromium'

/** `false`: the browser is here, or must be, and its absence fails; else the reason for skipping. */
export const browserMissing: string | false =
  existsSync(path) || process.env.SECCOMP_BENCH_REQUIRE === '1'
    ? false
    : `${path} is not here: apt-get install chromium`

export interface Opened {
  readonly context: BrowserContext
  readonly close: () => Promise<void>
}

/** A browser with an empty profile that talks to nobody. */
export async function openBrowser(): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-browser-'))
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: path,
    headless: true,
    viewport: { width: 1280, height: 900 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return {
    context,
    close: async () => {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Watched {
  readonly page: Page
  /** Errors and warnings of the console, exceptions, and requests other than the page itself. */
  readonly complaints: string[]
}

export async function openPage({ context }: Opened, url: string): Promise<Watched> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('dialog', dialog => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', request => {
    if (request.url() !== url) complaints.push(request.url())
  })
  await page.goto(url)
  await page.waitForSelector('html[data-ready]')
  return { page, complaints }
}
