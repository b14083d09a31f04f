import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { execa } from 'execa'
import type { History, HistoryPoint, Series } from '../../src/index.ts'
import { historyChart } from './history.ts'
import { historyPage } from './history-page.ts'
import { historyPicture } from './history-picture.ts'
import { changeText, pointValue, seriesSummary, seriesTitle } from './history-words.ts'

const point = (place: number, estimate_pct: number, rest: Partial<HistoryPoint> = {}): HistoryPoint => ({
  run: `run-${place}`,
  created: new Date(Date.UTC(2026, 0, 1 + place)).toISOString(),
  commit: `c0ffee${place}`,
  interrupted: false,
  invalid: null,
  change: {
    status: 'estimated',
    n: 50,
    estimate_pct,
    low_pct: estimate_pct - 0.5,
    high_pct: estimate_pct + 0.5,
  },
  ...rest,
})

/** Twelve points, +1 % from the seventh on; `label` names the candidate. */
function series(label = 'host-arch', facts: Partial<Series> = {}): Series {
  const arm = {
    label: 'full-arch',
    converter: 'full-arch',
    writer: 'crun',
    profile: 'default.json',
    fsync: false,
  }
  return {
    key: {
      scenario: 'sequential',
      mode: 'sequential',
      containers: null,
      concurrency: null,
      architecture: 'x86_64',
      native: true,
      baseline: arm,
      candidate: { ...arm, label },
      metric: 'cpu',
      launcher: 'posix',
      privateMounts: false,
      pinned: false,
      capabilities: [],
      hostClass: { CPU: 'A processor' },
    },
    points: Array.from({ length: 12 }, (_, place) => point(place, place < 6 ? -2 : 1)),
    changes: [{ point: 6, before_pct: -2, after_pct: 1, p: 2e-9, others: ['kernel 6.1.0 → 6.6.1'] }],
    ...facts,
  }
}

const all = process.env.SECCOMP_BENCH_TESTS === 'all' || process.env.SECCOMP_BENCH_REQUIRE === '1'
const slow = all ? false : 'draws many charts: SECCOMP_BENCH_TESTS=all'
const chromium = '/usr/bin/chromium'
const noBrowser = await whyNoBrowser(chromium)

const history = (...all: readonly Series[]): History => ({ series: all, notes: [] })

describe('the chart of a series', () => {
  it('is data alone, so that a page can draw what the picture shows', () => {
    const config = historyChart(series())
    assert.deepEqual(JSON.parse(JSON.stringify(config)), config)
  })

  it('has a gap where a run tells nothing: too short, or INVALID', () => {
    const points = [
      point(0, -2),
      point(1, -2, { change: { status: 'insufficient', n: 3, reason: 'too few rounds' } }),
      point(2, -9, { invalid: 'steal' }),
      point(3, -1, { change: { status: 'estimated', n: 9, estimate_pct: -1, low_pct: null, high_pct: 4 } }),
    ]
    const [high, low, change, level] = historyChart(series('x', { points, changes: [] })).data.datasets
    assert.deepEqual(change!.data, [-2, null, null, -1])
    assert.deepEqual(high!.data, [-1.5, null, null, 4])
    assert.deepEqual(low!.data, [-2.5, null, null, null])
    assert.deepEqual(level!.data, [null, null, null, null])
  })

  it('steps at each change of level', () => {
    const level = historyChart(series()).data.datasets[3]!.data
    assert.deepEqual(level, [...Array(6).fill(-2), ...Array(6).fill(1)])
  })

  it('says when its axis leaves 0 out', () => {
    const title = (points: readonly HistoryPoint[]) => {
      const y = historyChart(series('x', { points, changes: [] })).options?.scales?.y as {
        title: { text: string }
      }
      return y.title.text
    }
    assert.equal(title([point(0, -2), point(1, 1)]), 'change, %')
    assert.equal(title([point(0, -2), point(1, -2.1)]), 'change, % (0 is outside)')
  })
})

describe('the words of a history', () => {
  it('tell series, points and changes in one line each', () => {
    const one = series()
    assert.equal(seriesTitle(one.key), 'CPU time per container: host-arch against full-arch')
    assert.equal(seriesSummary(one), '12 runs, 2026-01-01 to 2026-01-12; 1 change of level')
    assert.equal(
      changeText(one, one.changes[0]!),
      '−2.00 % before, +1.00 % since c0ffee6 (2026-01-07, p 2e-9); with it: kernel 6.1.0 → 6.6.1',
    )
    assert.equal(pointValue(one.points[0]!), '−2.00 % [−2.50, −1.50]')
    assert.equal(pointValue(point(0, 1, { invalid: 'steal' })), '+1.00 % [+0.50, +1.50] INVALID: steal')
  })
})

describe('the picture of a history', () => {
  it('shows title, band and steps, the same bytes each time', async () => {
    const one = await historyPicture(history(series()))
    assert.deepEqual(await historyPicture(history(series())), one)
    const colours = await coloursOf(one)
    for (const drawn of ['0,114,178', '230,159,0', '34,34,34']) assert.ok(colours.has(drawn), `no ${drawn}`)
  })

  it('draws labels that are longer than the page, or none', async () => {
    for (const label of ['x'.repeat(5000), '', '\u0000\u001b[2J', '😀']) {
      assert.ok((await historyPicture(history(series(label)))).length > 10_000)
    }
    assert.ok((await historyPicture(history())).length > 0)
  })

  it('keeps to twelve panels', { skip: slow }, async () => {
    const [twelve, thirty] = await Promise.all(
      [12, 30].map(async count => loadImage(await historyPicture(history(...Array(count).fill(series()))))),
    )
    assert.equal(thirty!.height, twelve!.height)
  })
})

describe('the page of a history', () => {
  const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"\'&\u2028'

  it('holds every text escaped, and nothing that would be fetched', () => {
    const one = series(hostile)
    const page = historyPage({
      series: [{ ...one, points: one.points.map(each => ({ ...each, run: hostile })) }],
      notes: [hostile],
    })
    assert.doesNotMatch(page, /<img|<script>alert/)
    assert.equal(page.match(/<\/script>/g)?.length, 3)
    assert.doesNotMatch(page, /\b(src|href)\s*=\s*["']?(https?:)?\/\//)
    assert.match(page, /default-src 'none'/)
    assert.ok(page.length < 1.5 * 1024 * 1024)
  })

  it('draws its charts in a browser, without a message and without the network', {
    skip: noBrowser,
  }, async () => {
    const { chromium: browserType } = await import('playwright-core')
    const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage({ colorScheme: 'dark' })
      const told: string[] = []
      page.on('console', message => told.push(message.text()))
      page.on('pageerror', error => told.push(error.message))
      page.on('request', request => told.push(request.url()))
      await page.setContent(historyPage(history(series(hostile), series())))
      const drawn = await page.$$eval('canvas', canvases =>
        canvases.map(canvas => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
          return data.some((value: number) => value !== 0)
        }),
      )
      assert.deepEqual(drawn, [true, true])
      assert.deepEqual(told, [])
      assert.equal((await page.$$('canvas[role=img][aria-label]')).length, 2)
    } finally {
      await browser.close()
    }
  })
})

async function whyNoBrowser(path: string): Promise<string | false> {
  if (process.env.SECCOMP_BENCH_REQUIRE === '1') return false
  if (!all) return 'starts a browser: SECCOMP_BENCH_TESTS=all'
  const { failed } = await execa(path, ['--version'], { reject: false })
  return failed ? 'no chromium: apt-get install chromium' : false
}

async function coloursOf(png: Buffer): Promise<Set<string>> {
  const image = await loadImage(png)
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, image.width, image.height)
  const colours = new Set<string>()
  for (let at = 0; at < data.length; at += 4) colours.add(`${data[at]},${data[at + 1]},${data[at + 2]}`)
  return colours
}
