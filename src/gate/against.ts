import { procedure } from '../analyse/procedure.ts'
import type { MeasuredRound } from '../analyse/rounds.ts'
import { type Verdict, verdictText } from '../analyse/verdict.ts'
import { roundOrder } from '../measure/schedule.ts'
import type { Seed } from '../random.ts'
import type { Check } from './check.ts'
import { isFine, isWorse } from './worse.ts'

export interface AgainstOptions {
  readonly suite: string
  readonly name: string
  /** The revision to compare with, and this one: each makes one spec. */
  readonly before: () => unknown
  readonly now: () => unknown
  readonly seed: Seed
  readonly margin_pct: number
  readonly mostRounds: number
  /** CPU time of this process: what others do on the machine is not in it. */
  readonly clock_ns: () => number
  /** Asked between looks. */
  readonly stop: () => boolean
}

/**
 * Both builds in paired rounds, in coin order, until the stopping rule answers. A difference is believed when a second
 * comparison with another seed finds it as well: one gate makes several comparisons, and false alarms teach people to
 * ignore it.
 */
export async function compareBuilds(options: AgainstOptions): Promise<Check> {
  const { suite, name, seed, margin_pct } = options
  const check = (status: Check['status'], text: string, hint?: string): Check => ({
    suite,
    name,
    status,
    text,
    ...(hint !== undefined && { hint }),
  })
  const first = await measure(options, seed)
  if (first === null) return check('unknown', 'stopped before there was an answer')
  const numbers = `${verdictText(first)}, seed ${seed}, margin ${margin_pct} %`
  if (isWorse(first, margin_pct)) {
    const again = `${seed.slice(8)}${seed.slice(0, 8)}`
    const second = await measure(options, again)
    if (second === null) return check('unknown', `${numbers}; stopped before it was confirmed`)
    const both = `${numbers}; again: ${verdictText(second)}, seed ${again}`
    if (isWorse(second, margin_pct)) return check('regressed', both)
    return check(
      'unknown',
      `not confirmed: ${both}`,
      'run the gate again, on a quieter machine if there is one',
    )
  }
  if (isFine(first, margin_pct)) return check('passed', numbers)
  return check('unknown', numbers, 'more --rounds, or a wider --margin')
}

/** `null`: stopped. */
async function measure(options: AgainstOptions, seed: Seed): Promise<Verdict | null> {
  const calls = callsPerBlock(options)
  const steps = procedure({
    seed,
    baseline: 'before',
    candidate: 'now',
    metric: 'spec',
    // Half the margin plans four times the rounds: a pilot of 20 may well be too optimistic, and looks end early.
    mde_pct: options.margin_pct / 2,
    margin_pct: options.margin_pct,
    length: { mode: 'sequential', most: options.mostRounds },
  })
  const rounds: MeasuredRound[] = []
  for (;;) {
    const step = steps.next(rounds)
    if (step.action === 'stop') return step.decision.verdict
    // Lets a signal in.
    await new Promise(resolve => setImmediate(resolve))
    if (options.stop()) return null
    while (rounds.length < step.until) {
      const round = rounds.length
      const slotArms = roundOrder(seed, round, ['before', 'now'])
      const spec = slotArms.map(arm => block(options[arm as 'before' | 'now'], calls, options.clock_ns))
      rounds.push({ round, slotArms, values: { spec } })
    }
  }
}

/** A block long enough that the clock and a call's own overhead are nothing in it. */
const block_ns = 2_000_000
const warmup_ns = 300_000_000

/** Warms both up in turns, so that the compiler has seen them when it counts; the slower one sets the block. */
function callsPerBlock({ before, now, clock_ns }: AgainstOptions): number {
  let slowest_ns = 1
  const start = clock_ns()
  while (clock_ns() - start < warmup_ns) {
    slowest_ns = Math.max(block(before, 4, clock_ns), block(now, 4, clock_ns)) / 4
  }
  return Math.max(1, Math.min(10_000, Math.round(block_ns / Math.max(1, slowest_ns))))
}

function block(make: () => unknown, calls: number, clock_ns: () => number): number {
  const start = clock_ns()
  for (let call = 0; call < calls; call++) make()
  return clock_ns() - start
}
