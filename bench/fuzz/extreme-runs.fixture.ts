/** Runs that run.json may hold, though no machine measures them: no output may make nonsense of one. */
import fc from 'fast-check'
import { hostileText, placesOf } from '../../src/fuzz/mutate.fixture.ts'
import type { Mode, Run } from '../../src/index.ts'
import { sampleRun } from '../../src/run-sample.ts'
import { runSchema } from '../../src/run-schema.ts'

type Trial = Run['trials'][number]

const choices = fc.record({
  rounds: fc.constantFrom(1, 2, 5, 22),
  mode: fc.constantFrom<Mode>('sequential', 'parallel'),
  containers: fc.constantFrom(1, 3),
  writer: fc.constantFrom('lcr-file', 'crun'),
  ratio: fc.constantFrom(1, 0.5, 1.0000001, 1e-9, 1e6),
})

/** What befalls a whole run. */
const fates = fc.constantFrom<(run: Run) => Run>(
  run => run,
  run => ({ ...run, trials: [] }),
  run => ({ ...run, trials: run.trials.filter(({ warmup }) => warmup) }),
  run => ({ ...run, trials: run.trials.filter(({ arm }) => arm === 'A') }),
  run => ({ ...run, trials: run.trials.map(failed) }),
  run => ({ ...run, trials: run.trials.map(trial => (trial.arm === 'B' ? failed(trial) : trial)) }),
  run => ({ ...run, trials: run.trials.map(trial => withTimes(trial, 0)) }),
  run => ({ ...run, trials: run.trials.map(trial => withTimes(trial, 1e18)) }),
  run => ({ ...run, arms: [...run.arms, { ...run.arms[0]!, id: 'C' }] }),
)

function failed(trial: Trial): Trial {
  const creations = trial.creations.map(creation => ({
    ...creation,
    status: 'failed' as const,
    reason: 'create: exit 1',
  }))
  return { ...trial, creations }
}

/** A trial all of whose times are the same. */
function withTimes(trial: Trial, time: number): Trial {
  const isTime = /^(parse|convert|serialise|write|create|remove|\w+_ns|cpu_us|harness_cpu_us)$/
  return JSON.parse(
    JSON.stringify(trial, (key, value) => (typeof value === 'number' && isTime.test(key) ? time : value)),
  )
}

const changes = fc.array(
  fc.record({
    place: fc.nat(),
    number: fc.constantFrom(0, 1, -1, 0.5, 1e-300, 5e-324, 1e9, 2 ** 53 - 1, 1e18, -1e18, 1e308),
    text: hostileText,
  }),
  { maxLength: 5 },
)

type Change = (typeof changes extends fc.Arbitrary<infer T> ? T : never)[number]

export const extremeRuns: fc.Arbitrary<Run> = fc
  .tuple(choices, fates, changes)
  .map(([chosen, fate, list]) => list.reduce(changed, structuredClone(fate(sampleRun(chosen)))))
  .filter(run => runSchema.safeParse(run).success)

/** Changes one value somewhere into another of its kind; a list becomes empty or keeps its first element. */
function changed(run: Run, { place, number, text }: Change): Run {
  const places = placesOf(run)
  const { parent, at } = places[place % places.length]!
  const value = parent[at]
  if (typeof value === 'number') parent[at] = number
  else if (typeof value === 'string') parent[at] = text
  else if (typeof value === 'boolean') parent[at] = !value
  else if (Array.isArray(value)) parent[at] = value.slice(0, place % 2)
  else parent[at] = null
  return run
}
