/** Goals about what a median does not see: carry-over, stalls, failures, quarters; and about determinism. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { carryOver } from '../analyse/carryover.ts'
import { type CompareInput, compare } from '../analyse/compare.ts'
import { failedGate, gates } from '../analyse/gates.ts'
import { lintReport } from '../analyse/lint.ts'
import { percent } from '../analyse/percent.ts'
import { procedure } from '../analyse/procedure.ts'
import { verdictText } from '../analyse/verdict.ts'
import { parseSeed, randomStream } from '../random.ts'
import { tukeyChange_pct } from './baselines.fixture.ts'
import { atMost, pairsOf, replicates, seeds } from './goals.fixture.ts'
import { roundOrder } from './schedule.ts'
import { mockRounds, mockRunner, simulateRun, type World } from './simulate.ts'

const seed = parseSeed('600d')

function input(world: World, count: number, of = seed): CompareInput {
  const rounds = mockRounds(mockRunner(world, of), of, 0, count)
  return { rounds, baseline: 'A', candidate: 'B', metrics: ['wall'], primary: ['wall'], seed: of }
}

test('carry-over of 1 % is seen in 75 % of runs of 80 rounds, and not where there is none', () => {
  const count = replicates(2000, 200)
  let seen = 0
  let alarms = 0
  let bias = 0
  let repeatBias = 0
  for (const of of seeds(count)) {
    const data = pairsOf({ noise: 'iid', carryOver_pct: 1 }, of, 80)
    const carried = carryOver(data, data.last, 0.05)
    const none = pairsOf({ noise: 'iid' }, of, 80)
    assert.ok(carried !== null && carried.repeatStart.status === 'estimated')
    if (carried.p <= 0.05) seen++
    if ((carryOver(none, none.last, 0.05)?.p ?? 1) <= 0.05) alarms++
    repeatBias += carried.repeatStart.theta / count
    bias += carried.gamma / count
  }
  assert.ok(seen >= 0.75 * count, `${seen} of ${count}`)
  assert.ok(alarms <= atMost(count, 0.052), `${alarms} of ${count}`)
  assert.ok(
    Math.abs(percent(repeatBias)) <= (count === 2000 ? 0.05 : 0.08),
    `repeat starts: ${percent(repeatBias)} %`,
  )
  assert.ok(Math.abs(percent(bias) - 1) < 0.1, `carry-over: ${percent(bias)} %`)
})

test('strong carry-over moves the result and the verdict to repeat starts, and both are shown', () => {
  const world: World = { noise: 'iid', carryOver_pct: 3 }
  const [metric] = compare(input(world, 120)).metrics
  assert.ok(metric?.carryOver?.significant && metric.carryOver.allRounds.status === 'estimated')
  assert.deepEqual(metric.change, metric.carryOver.repeatStart)
  assert.ok(metric.carryOver.allRounds.estimate_pct < -0.7, 'all rounds are off by half of it')
  assert.ok(metric.change.status === 'estimated' && Math.abs(metric.change.estimate_pct) < 0.7)
  const { decision } = simulateRun(world, {
    seed,
    mde_pct: 1,
    margin_pct: 1,
    length: { mode: 'fixed', rounds: 120 },
  })
  assert.equal(decision.repeatStart, true)
  assert.ok(decision.verdict.verdict !== 'FASTER')
})

test('stalls of 5 % of trials by 50 % are flagged in 75 % of runs of 200 rounds; without them hardly ever', () => {
  const count = replicates(300, 12)
  let flagged = 0
  let alarms = 0
  for (const of of seeds(count)) {
    const [stalling] = compare(
      input({ noise: 'iid', stalls: { share: 0.05, size_pct: 50 } }, 200, of),
    ).metrics
    assert.ok(stalling?.mean !== null && stalling?.change.status === 'estimated', 'both are always given')
    assert.equal(stalling.n, 200, 'nothing is thrown away')
    if (stalling.tails?.flagged) flagged++
    const calm = compare(input({ noise: 'iid' }, 200, of))
    const spiky = compare(input({ noise: 'mixed' }, 200, of))
    for (const { metrics } of [calm, spiky]) if (metrics[0]?.tails?.flagged) alarms++
  }
  assert.ok(flagged >= 0.75 * count, `${flagged} of ${count}`)
  assert.ok(alarms <= atMost(2 * count, 0.05), `${alarms} of ${2 * count}`)
})

test('for contrast: throwing outliers away hides a mean that is 2.5 % slower', () => {
  const { run } = mockRunner({ noise: 'iid', stalls: { share: 0.05, size_pct: 50 } }, seed)
  const [a, b] = ['A', 'B'].map(arm => Array.from({ length: 4000 }, () => run(arm, 1) as number)) as [
    number[],
    number[],
  ]
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)
  assert.ok(Math.abs(100 * (sum(b) / sum(a) - 1) - 2.5) < 0.5)
  assert.ok(Math.abs(tukeyChange_pct(a, b)) < 0.1)
})

test('failed trials leave as pairs, are counted, and fail the gate when one arm fails more', () => {
  const { rounds } = input({ noise: 'iid', failures: { B: 0.1 } }, 200)
  const [metric] = compare({ ...input({ noise: 'iid' }, 1), rounds }).metrics
  const failed = rounds.flatMap(round => round.values.wall ?? []).filter(value => value === null).length
  assert.equal(metric?.recorded, 200)
  assert.equal(metric?.n, 200 - failed)
  const all = gates({
    arms: [
      { arm: 'A', created: 200, failed: 0 },
      { arm: 'B', created: 200 - failed, failed },
    ],
    orders: metric?.orders ?? { baselineFirst: 0, candidateFirst: 0 },
    steal_pct: null,
    harness_pct: null,
  })
  assert.equal(failedGate(all)?.gate, 'failures')
  assert.equal(all.find(({ gate }) => gate === 'failure imbalance')?.status, 'failed')
  assert.equal(all.find(({ gate }) => gate === 'order')?.status, 'passed')
})

test('quarters that tell different stories are named', () => {
  const early = input({ noise: 'iid', effect_pct: 3 }, 80).rounds
  const late = input({ noise: 'iid', effect_pct: -3 }, 160).rounds.slice(80)
  const [metric] = compare({ ...input({ noise: 'iid' }, 1), rounds: [...early, ...late] }).metrics
  assert.equal(metric?.quartersDisagree, true)
  assert.equal(compare(input({ noise: 'iid', effect_pct: 3 }, 160)).metrics[0]?.quartersDisagree, false)
})

test('the same rounds and seed give the same bytes; schedule and draws of other streams stay apart', () => {
  const order = (): string =>
    Array.from({ length: 100 }, (_, round) => roundOrder(seed, round, ['A', 'B']).join('')).join()
  const before = order()
  const bootstrap = randomStream(seed, 'bootstrap/mean/wall')
  for (let draw = 0; draw < 1000; draw++) bootstrap.word()
  assert.equal(order(), before)
  const one = JSON.stringify(compare(input({ noise: 'mixed' }, 60)))
  assert.equal(JSON.stringify(compare(input({ noise: 'mixed' }, 60))), one)
  assert.notEqual(JSON.stringify(compare(input({ noise: 'mixed' }, 60, parseSeed('600e')))), one)
})

test('the procedure is a function of the rounds: asked late or often, it stops at the same look', () => {
  const options = { seed, baseline: 'A', candidate: 'B', metric: 'wall', mde_pct: 0.5, margin_pct: 0.5 }
  const length = { mode: 'sequential', most: 400 } as const
  const { rounds, decision } = simulateRun({ noise: 'noisy', effect_pct: 0.7 }, { ...options, length })
  assert.ok(decision.looks === 5 && decision.look >= 2, `look ${decision.look} of ${decision.looks}`)
  const nominal = [0.0014, 0.00723, 0.0152, 0.0239, 0.0327][decision.look - 1] ?? 0
  assert.ok(Math.abs(decision.alpha - nominal) < 0.0001, 'its interval has the level of that look')
  assert.deepEqual(procedure({ ...options, length }).next(rounds), { action: 'stop', decision })
  assert.deepEqual(procedure({ ...options, length }).conclude(rounds), decision)
})

test('fewer rounds than a pilot takes are decided at their end', () => {
  const { decision, rounds } = simulateRun(
    { noise: 'iid', effect_pct: 5 },
    { seed, mde_pct: 1, margin_pct: 1, length: { mode: 'sequential', most: 12 } },
  )
  assert.deepEqual([rounds.length, decision.looks, decision.verdict.verdict], [12, 1, 'SLOWER'])
})

test('a budget that ends between two looks leaves the rest of the level to the decision then', () => {
  const options = { baseline: 'A', candidate: 'B', metric: 'wall', mde_pct: 0.3, margin_pct: 0.3 }
  const length = { mode: 'sequential', most: 4000 } as const
  const decisions = seeds(20).map(of => {
    const { rounds } = input({ noise: 'iid', effect_pct: 0.5 }, 100, of)
    return procedure({ ...options, seed: of, length }).conclude(rounds)
  })
  const late = decisions.filter(({ recorded, look }) => recorded === 100 && look > 1)
  assert.ok(late.length >= 10 && late.every(({ coins }) => coins !== null))
  // The interval's level makes up for the looks before: near 5 % after one early look, less after more.
  assert.ok(late.every(({ alpha }) => alpha > 0.04 && alpha < 0.05))
  assert.ok(late.filter(({ verdict }) => verdict.verdict === 'SLOWER').length >= 0.6 * late.length)
})

test('a run that its budget ends gets a decision at what there is, however little that is', () => {
  const options = { seed, baseline: 'A', candidate: 'B', metric: 'wall', mde_pct: 0.5, margin_pct: 0.5 }
  const { conclude } = procedure({ ...options, length: { mode: 'sequential', most: 4000 } })
  for (const count of [0, 1, 7, 20, 21, 57, 130]) {
    const decision = conclude(input({ noise: 'noisy' }, count).rounds)
    assert.equal(decision.recorded, count)
    assert.ok(decision.alpha > 0 && decision.alpha <= 0.05)
    assert.deepEqual(lintReport(`${verdictText(decision.verdict)} seed ${seed}`), [])
  }
})
