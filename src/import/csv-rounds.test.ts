import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { analyseRounds } from '../analyse/analyse-rounds.ts'
import { analyseRun } from '../analyse/analyse-run.ts'
import { BenchError } from '../errors.ts'
import { exporters } from '../export/index.ts'
import { sampleRun } from '../run-sample.ts'
import { parseRounds } from './csv-rounds.ts'

const csvOf = (run: ReturnType<typeof sampleRun>): string => [...exporters.csv.serialise(run)].join('')

describe('rounds from CSV', () => {
  for (const mode of ['sequential', 'parallel'] as const) {
    it(`of our own samples.csv, ${mode}, give the change that the run gave`, () => {
      const run = sampleRun({ rounds: 60, mode, containers: 4, ratio: 0.9, writer: 'crun' })
      const { arms, metrics, rounds } = parseRounds(csvOf(run), 'samples.csv')
      assert.deepEqual(arms, ['A', 'B'])
      assert.equal(rounds.length, 60)
      assert.ok(metrics.includes('trial_wall_ns'))
      assert.equal(metrics.includes('latency_ns'), mode === 'sequential', 'rows of a batch differ in it')
      const { verdict } = analyseRounds({
        rounds,
        baseline: 'A',
        candidate: 'B',
        metrics: ['trial_wall_ns'],
        seed: run.seed,
        mde_pct: run.plan.mde_pct,
        margin_pct: run.plan.margin_pct,
      })
      assert.deepEqual(verdict, analyseRun(run).verdict)
    })
  }

  it('are read whatever the order of rows and columns, with a mark of byte order, and quoted', () => {
    const { arms, metrics, rounds } = parseRounds(
      '\ufeffwall_s,arm,slot,round,note\n2.5,"new, fast",2,7,x\n1.5,old,1,7,y\n,old,2,3,\n1e-3,"new, fast",1,3,z\n',
      'x.csv',
    )
    assert.deepEqual(arms, ['new, fast', 'old'])
    assert.deepEqual(metrics, ['wall_s'])
    assert.deepEqual(rounds, [
      { round: 3, slotArms: ['new, fast', 'old'], values: { wall_s: [0.001, null] } },
      { round: 7, slotArms: ['old', 'new, fast'], values: { wall_s: [1.5, 2.5] } },
    ])
  })

  it('leave out what was warm-up or interrupted', () => {
    const text = 'round,slot,arm,warmup,interrupted,t\n0,1,A,1,0,9\n0,1,A,0,1,8\n0,1,A,0,0,7\n'
    const { rounds } = parseRounds(text, 'x.csv')
    assert.deepEqual(rounds, [{ round: 0, slotArms: ['A'], values: { t: [7] } }])
  })

  it('take no column as a metric that is no positive number everywhere, or differs within a trial', () => {
    const header = 'round,slot,arm,zero,minus,word,huge,differs,same\n'
    const { metrics } = parseRounds(`${header}0,1,A,0,-1,x,1e999,1,5\n0,1,A,1,1,1,1,2,5\n`, 'x.csv')
    assert.deepEqual(metrics, ['same'])
  })

  for (const [what, text, message] of [
    ['nothing', '', /x\.csv: found no line/],
    ['a header alone', 'round,slot,arm,t\n', /header alone/],
    ['no arm column', 'round,slot,t\n0,1,2\n', /x\.csv:1: found no column arm/],
    ['a column twice', 'round,slot,arm,t,t\n0,1,A,1,1\n', /x\.csv:1: found a column twice/],
    [
      'a column that would be a prototype',
      'round,slot,arm,__proto__\n0,1,A,1\n',
      /x\.csv:1: found the column/,
    ],
    ['a round that is none', 'round,slot,arm,t\none,1,A,1\n', /x\.csv:2: round: found "one"/],
    ['a slot below nought', 'round,slot,arm,t\n0,1,A,1\n1,-1,A,1\n', /x\.csv:3: slot: found "-1"/],
    ['no arm', 'round,slot,arm,t\n0,1,,1\n', /x\.csv:2: arm: found ""/],
    [
      'two arms in one slot',
      'round,slot,arm,t\n0,1,A,1\n0,1,B,1\n',
      /x\.csv:3: round 0, slot 1: found B after A/,
    ],
    ['an arm in two slots', 'round,slot,arm,t\n0,1,A,1\n0,2,A,1\n', /round 0: found an arm in two slots/],
    ['a row too short', 'round,slot,arm,t\n0,1\n', /x\.csv: not CSV \(/],
    ['a quote that never ends', 'round,slot,arm,t\n0,1,"A,1\n', /x\.csv: not CSV \(/],
    ['a cell of a megabyte', `round,slot,arm,t\n0,1,A,${'9'.repeat(1e6)}\n`, /x\.csv: not CSV \(/],
  ] as const) {
    it(`with ${what} are refused in one line`, () => {
      assert.throws(
        () => parseRounds(text, 'x.csv'),
        (error: unknown) =>
          error instanceof BenchError && error.code === 'bad-input' && message.test(error.message),
      )
    })
  }
})

describe('rounds that came from elsewhere', () => {
  const judged = (order: (round: number) => readonly [string, string]) =>
    analyseRounds({
      rounds: Array.from({ length: 60 }, (_, round) => {
        const slotArms = order(round)
        const values = { t: slotArms.map(arm => (arm === 'A' ? 100 : 90) + ((round * 7) % 5)) }
        return { round, slotArms, values }
      }),
      baseline: 'A',
      candidate: 'B',
      metrics: ['t'],
      seed: '0',
      mde_pct: 1,
      margin_pct: 1,
    }).verdict

  it('are INVALID where one arm always began: no coin was drawn', () => {
    const verdict = judged(() => ['A', 'B'])
    assert.ok(verdict.verdict === 'INVALID' && verdict.gate === 'order', JSON.stringify(verdict))
  })

  it('have a verdict where coins drew the order', () => {
    const verdict = judged(round => ((round * 2654435761) % 7 < 3 ? ['A', 'B'] : ['B', 'A']))
    assert.equal(verdict.verdict, 'FASTER', JSON.stringify(verdict))
  })
})
