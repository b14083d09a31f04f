import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Run } from '../../src/index.ts'
import { sampleRun } from '../../src/run-sample.ts'
import { hostileRun } from '../hostile.fixture.ts'
import { reportSet } from '../set.ts'
import { browserMissing, type Opened, openBrowser, openPage, type Watched } from './browser.fixture.ts'
import { htmlPage } from './page.ts'

/** Each opens pages for seconds: the first and the hostile one always run. */
const all = process.env.SECCOMP_BENCH_TESTS === 'all'
const long = { skip: all ? false : 'long: SECCOMP_BENCH_TESTS=all runs it' }

/** Runs inside the page: share of each canvas's pixels that are drawn on, by id. */
const inkOfCanvases = `Object.fromEntries([...document.querySelectorAll('canvas')].map(canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  let count = 0
  for (let at = 3; at < data.length; at += 4) if (data[at] > 0) count++
  return [canvas.id, count / (data.length / 4)]
}))`

/** Runs inside the page: a picture of every canvas, to tell whether it changed. */
const pictures = `Object.fromEntries([...document.querySelectorAll('canvas')].map(canvas => [canvas.id, canvas.toDataURL()]))`

describe('the page in a real browser', { skip: browserMissing, timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-page-'))
  let browser: Opened

  before(async () => {
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function open(runs: readonly Run[], name: string): Promise<Watched> {
    const path = join(folder, `${name}.html`)
    writeFileSync(path, htmlPage(reportSet(runs, { reference: true })))
    return openPage(browser, pathToFileURL(path).href)
  }
  const look = ({ page }: Watched) => page.evaluate(pictures) as Promise<Record<string, string>>
  const changed = (one: Record<string, string>, other: Record<string, string>) =>
    Object.keys(one).filter(id => one[id] !== other[id])

  it('draws every chart of a sequential and a parallel run, without a complaint or a request', async () => {
    const watched = await open(
      [
        sampleRun({ rounds: 40, writer: 'crun' }),
        sampleRun({ rounds: 12, mode: 'parallel', writer: 'crun', architecture: 'arm64' }),
      ],
      'both',
    )
    const ink = (await watched.page.evaluate(inkOfCanvases)) as Record<string, number>
    assert.ok(Object.keys(ink).length >= 18)
    for (const [id, share] of Object.entries(ink)) assert.ok(share > 0.01, `${id} is blank`)
    assert.deepEqual(watched.complaints, [])
    await watched.page.close()
  })

  it('switches metric, arm, scale and theme, each only what it should, by keyboard too', long, async () => {
    const watched = await open([sampleRun({ rounds: 40, writer: 'crun' })], 'switches')
    const { page } = watched
    const start = await look(watched)

    await page.selectOption('select[data-metric]', 'cpu')
    const metric = await look(watched)
    const ofMetric = changed(start, metric)
    assert.ok(ofMetric.length >= 2 && !ofMetric.includes('chart-0-0-0'))
    assert.match((await page.textContent('figure[data-chart=rounds] h3'))!, /CPU time/)
    assert.match(
      (await page.getAttribute('figure[data-chart=rounds] canvas', 'aria-label'))!,
      /running estimate/,
    )

    await page.focus('input[data-arm=A]')
    await page.keyboard.press('Space')
    const arm = await look(watched)
    assert.ok(changed(metric, arm).includes('chart-0-0-0'))

    await page.check('input[value=logarithmic]')
    const log = await look(watched)
    assert.ok(changed(arm, log).includes('chart-0-0-0'))
    assert.ok(!changed(arm, log).includes('chart-0-0-1'), 'changes have no logarithms')

    await page.check('input[value=linear]')
    await page.check('input[data-arm=A]')
    await page.selectOption('select[data-metric]', 'wall')
    assert.deepEqual(changed(start, await look(watched)), [])

    await page.focus('#theme')
    await page.keyboard.press('Enter')
    assert.deepEqual(changed(start, await look(watched)).length, Object.keys(start).length)
    assert.deepEqual(watched.complaints, [])
    await page.close()
  })

  it('follows the system into the dark, with enough contrast, unless told otherwise', long, async () => {
    const watched = await open([sampleRun({ rounds: 20 })], 'dark')
    const { page } = watched
    const contrast = () => page.evaluate(contrastOfText) as Promise<number>
    assert.ok((await contrast()) >= 4.5)
    const light = await look(watched)
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(22, 25, 29)')
    assert.ok((await contrast()) >= 4.5)
    assert.ok(changed(light, await look(watched)).length > 0)
    await page.click('#theme')
    assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(255, 255, 255)')
    await page.close()
  })

  it('says a bar’s value with its interval when it is pointed at', long, async () => {
    const watched = await open([sampleRun({ rounds: 40 })], 'hover')
    const { page } = watched
    const canvas = page.locator('#chart-0-0-0')
    await canvas.scrollIntoViewIfNeeded()
    const box = (await canvas.boundingBox())!
    const before = await look(watched)
    await page.mouse.move(box.x + box.width * 0.93, box.y + box.height * 0.75)
    await until(page, `Chart.getChart('chart-0-0-0').tooltip?.opacity === 1`)
    const said = (await page.evaluate(
      `Chart.getChart('chart-0-0-0').tooltip.body.map(({ lines }) => lines.join()).join()`,
    )) as string
    assert.match(said, /host-arch: .*\[.*\]/)
    assert.ok(changed(before, await look(watched)).includes('chart-0-0-0'))
    await page.close()
  })

  it('keeps hostile names inert, and shows them as they are', async () => {
    const watched = await open([hostileRun()], 'hostile')
    const { page } = watched
    assert.equal(await page.evaluate('window.hit'), undefined)
    assert.equal(await page.locator('img').count(), 0)
    assert.ok((await page.textContent('main'))!.includes('</script><img src=http://evil.example/x'))
    for (const share of Object.values((await page.evaluate(inkOfCanvases)) as Record<string, number>)) {
      assert.ok(share > 0.003)
    }
    assert.deepEqual(watched.complaints, [])
    await page.close()
  })

  it('scrolls down only, on a phone 375 wide, and has words and numbers for every chart', long, async () => {
    for (const [name, run] of [
      ['phone', sampleRun({ rounds: 40, writer: 'crun' })],
      ['phone-hostile', hostileRun()],
    ] as const) {
      const watched = await open([run], name)
      const { page } = watched
      await page.setViewportSize({ width: 375, height: 800 })
      // The charts follow the window in their own time.
      await until(page, 'document.documentElement.scrollWidth <= 375')
      const canvases = page.locator('canvas')
      for (let index = 0; index < (await canvases.count()); index++) {
        assert.ok((await canvases.nth(index).getAttribute('aria-label'))!.length > 40)
      }
      assert.equal(
        await page.locator('figcaption:not([hidden]) table').count(),
        await page.locator('figure').count(),
      )
      await page.close()
    }
  })
})

/** Asks from outside, for the page's own policy lets it evaluate no text (waitForFunction does). */
async function until(page: Watched['page'], condition: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await page.evaluate(condition)) return
    await sleep(50)
  }
  assert.fail(`not within ten seconds: ${condition}`)
}

/** Least WCAG contrast of the texts that the page shows in its own colours. */
const contrastOfText = `(() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const paper = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor
      if (colour !== 'rgba(0, 0, 0, 0)') return colour
    }
    return 'rgb(255, 255, 255)'
  }
  return Math.min(...[...document.querySelectorAll('p, h1, h2, h3, h4, td, th, li, a, summary, code, legend, footer')].map(element => {
    const [one, other] = [getComputedStyle(element).color, paper(element)].map(light)
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
  }))
})()`
