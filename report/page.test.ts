import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import type { Run } from '../src/index.ts'
import { sampleRun } from '../src/run-sample.ts'
import { hostileRun } from './hostile.fixture.ts'
import { drawPage } from './page.ts'
import { reportSet } from './set.ts'
import { chosenMetric } from './wording.ts'

async function draw(run: Run, which = 0): Promise<Buffer> {
  const [{ input, pictures }] = reportSet([run], { reference: true }) as [
    ReturnType<typeof reportSet>[number],
  ]
  const { chart } = pictures[which]!
  return drawPage(input, chart.figure(input, chosenMetric(run, input.analysis)))
}

/** Share of the pixels that are not white, between two heights of the picture. */
async function inked(png: Buffer, from: number, to: number): Promise<number> {
  const image = await loadImage(png)
  const canvas = createCanvas(image.width, to - from)
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, -from)
  const { data } = context.getImageData(0, 0, image.width, to - from)
  let count = 0
  for (let at = 0; at < data.length; at += 4) if (data[at]! + data[at + 1]! + data[at + 2]! < 700) count++
  return count / (data.length / 4)
}

describe('a picture', () => {
  const run = sampleRun({ rounds: 40, writer: 'crun' })

  it('is the same, byte for byte, when it is drawn again after others', async () => {
    const first = await draw(run)
    await draw(run, 2)
    assert.ok(first.equals(await draw(run)))
  })

  it('is another for another result', async () => {
    assert.ok(!(await draw(run)).equals(await draw(sampleRun({ rounds: 40, writer: 'crun', ratio: 0.9 }))))
  })

  it('has its text drawn, with the font that is shipped, and its bars', async () => {
    const png = await draw(run)
    const { width, height } = await loadImage(png)
    assert.equal(width, 2480)
    // The title's line, the lines of origin: without a font they are blank.
    assert.ok((await inked(png, 40, 110)) > 0.03)
    assert.ok((await inked(png, height - 140, height - 20)) > 0.03)
    assert.ok((await inked(png, 400, 1000)) > 0.05)
  })

  // All of them take seconds: by default the first and the one with most panels.
  const places = process.env.SECCOMP_BENCH_TESTS === 'all' ? [0, 1, 2, 3, 4, 5] : [0, 5]
  for (const which of places) {
    it(`number ${which + 1} of a parallel run is drawn, whatever the names in it`, async () => {
      const png = await draw(hostileRun(), which)
      const { height } = await loadImage(png)
      assert.ok((await inked(png, Math.floor(height * 0.4), Math.floor(height * 0.8))) > 0.005)
    })
  }
})
