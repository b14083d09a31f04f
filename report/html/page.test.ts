import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sampleRun } from '../../src/run-sample.ts'
import { hostile, hostileRun } from '../hostile.fixture.ts'
import { reportSet } from '../set.ts'
import { embedded } from './escape.ts'
import { htmlPage } from './page.ts'

const all = process.env.SECCOMP_BENCH_TESTS === 'all'
const long = { skip: all ? false : 'long: SECCOMP_BENCH_TESTS=all runs it' }
const limit_bytes = 1.5 * 1024 * 1024

describe('the page', () => {
  const run = sampleRun({ rounds: 500 })
  const page = htmlPage(reportSet([run], { reference: true }))

  it('tells the verdict before any number or picture', () => {
    const at = (text: string) => page.indexOf(text)
    assert.ok(at('FASTER') > 0 && at('FASTER') < at('<table') && at('<table') < at('<canvas'))
    assert.ok(at('<canvas') < at('seccomp-bench run --seed'))
  })

  it('may load nothing: its policy names the digests of its own scripts alone', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!
    assert.match(policy, /^default-src 'none'/)
    assert.doesNotMatch(policy, /http|\*|unsafe-eval|script-src[^;]*unsafe-inline/)
    assert.equal(policy.match(/sha256-/g)?.length, 4)
    const markup = page.slice(0, page.indexOf('<script'))
    assert.doesNotMatch(markup, /\s(src|srcset|action|formaction)=/)
    assert.deepEqual([...new Set(markup.match(/href="[^#][^"]*"/g) ?? [])], [])
  })

  it('has every hostile name escaped', () => {
    const text = htmlPage(reportSet([hostileRun()], { reference: false }))
    assert.ok(!text.includes('<img'))
    assert.ok(!text.includes(hostile))
    // Ends of scripts: those of the page itself, and no more.
    assert.equal(text.match(/<\/script/g)?.length, 5)
  })

  it('stays under 1.5 MiB for the main job', () => {
    const parallel = sampleRun({ rounds: 20, mode: 'parallel', containers: 200, writer: 'crun' })
    assert.ok(Buffer.byteLength(htmlPage(reportSet([run, parallel], { reference: true }))) < limit_bytes)
  })

  it('stays under 1.5 MiB for sixty runs, and says what is left out', long, () => {
    const runs = Array.from({ length: 60 }, () => sampleRun({ rounds: 60, writer: 'crun' }))
    const text = htmlPage(reportSet(runs, { reference: true }))
    assert.ok(Buffer.byteLength(text) < limit_bytes)
    assert.match(text, /more charts of this run are left out/)
  })

  it('embeds any text so that it comes back, and cannot end its element', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const value = [text, `</script>${text}<!--`]
        assert.deepEqual(JSON.parse(embedded(value)), value)
        assert.doesNotMatch(embedded(value), /[<>\u2028\u2029]/)
      }),
    )
  })
})
