import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import type { Run } from '../model.ts'
import { sampleRun } from '../run-sample.ts'
import { runSchema } from '../run-schema.ts'
import { findOnPath } from '../write/find.ts'
import type { ActionEntry } from './benchmark-action.ts'
import type { Bmf } from './bmf.ts'
import type { HyperfineResult } from './hyperfine.ts'
import { exporters, writeExport } from './index.ts'
import { openMetricsFaults } from './openmetrics-check.fixture.ts'
import { runJsonSchema } from './schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-export-'))
after(() => rmSync(folder, { recursive: true }))

const runs: readonly (readonly [string, Run])[] = [
  ['of one creation after another', sampleRun({ rounds: 30 })],
  ['of batches', sampleRun({ rounds: 20, mode: 'parallel', containers: 4 })],
  ['of a real runtime', sampleRun({ rounds: 20, writer: 'runc' })],
  ['with too few rounds for an interval', sampleRun({ rounds: 2 })],
  ['without any trial', { ...sampleRun({ rounds: 1 }), trials: [] }],
  ['with failures', failing(sampleRun({ rounds: 30, writer: 'runc' }))],
  ['with hostile names', labelled('"}\\ \n\r\ud800 ::error::</script>{{x}} __proto__', '__proto__')],
  ['whose arms share a label', labelled('full-arch', 'full-arch')],
]

const texts = new Map<Run, Map<string, string>>()

/** Analysing takes time: once for each run and format. */
function text(name: keyof typeof exporters, run: Run): string {
  const known = texts.get(run) ?? new Map<string, string>()
  texts.set(run, known)
  const made = known.get(name) ?? serialised(name, run)
  known.set(name, made)
  return made
}

function serialised(name: keyof typeof exporters, run: Run): string {
  return [...exporters[name].serialise(run)].join('')
}

function labelled(one: string, other: string): Run {
  const run = sampleRun({ rounds: 12 })
  return { ...run, arms: run.arms.map((arm, index) => ({ ...arm, label: index === 0 ? one : other })) }
}

function failing(run: Run): Run {
  return {
    ...run,
    trials: run.trials.map(trial =>
      trial.round === 3 && trial.arm === 'B'
        ? {
            ...trial,
            creations: trial.creations.map(creation => ({
              ...creation,
              status: 'failed' as const,
              reason: 'create: exit 1',
            })),
          }
        : trial,
    ),
  }
}

describe('every exporter', () => {
  for (const [key, exporter] of Object.entries(exporters)) {
    it(`${key} is registered under its own name and writes a plain file name`, () => {
      assert.equal(exporter.name, key)
      assert.match(exporter.fileName, /^[a-z][a-z.-]*\.(csv|json|txt)$/)
      assert.notEqual(exporter.fileName, 'run.json')
    })

    for (const [what, run] of runs) {
      it(`${key} takes a run ${what}`, () => {
        assert.ok(text(key as keyof typeof exporters, run).length > 0)
      })
    }

    it(`${key} gives the same text for the same run`, () => {
      const run = runs[1]![1]
      assert.equal(serialised(key as keyof typeof exporters, run), text(key as keyof typeof exporters, run))
    })

    it(`${key} writes what it serialises, for its owner alone`, () => {
      const path = writeExport(exporter, runs[0]![1], folder)
      assert.equal(readFileSync(path, 'utf8'), text(key as keyof typeof exporters, runs[0]![1]))
      assert.equal(statSync(path).mode & 0o777, 0o600)
    })
  }

  it('writes to a file name of its own', () => {
    const names = Object.values(exporters).map(({ fileName }) => fileName)
    assert.equal(new Set(names).size, names.length)
  })
})

describe('the json export', () => {
  for (const [what, run] of runs) {
    it(`of a run ${what} reads as that run`, () => {
      assert.deepEqual(runSchema.parse(JSON.parse(text('json', run))), run)
    })
  }

  it('is described by the published schema', () => {
    const published = join(import.meta.dirname, '../../../results/reference/run.schema.json')
    assert.deepEqual(JSON.parse(readFileSync(published, 'utf8')), runJsonSchema(), schemaHint)
  })

  it('has a schema that names its version', () => {
    assert.equal(runJsonSchema().$id, 'seccomp-bench/run/1')
    const { properties } = runJsonSchema() as { properties: { schema: unknown } }
    assert.deepEqual(properties.schema, { type: 'string', const: 'seccomp-bench/run/1' })
  })
})

const schemaHint =
  'the schema has changed: node dist/bench/ci/write-schema.js, and a new version if old runs no longer read'

describe('the benchmark-action export', () => {
  // README of github-action-benchmark, "Custom benchmarks": name, unit, value; range and extra where wanted.
  const rules = z.array(
    z.strictObject({
      name: z.string().min(1),
      unit: z.string().min(1),
      value: z.number().finite(),
      range: z.string().optional(),
      extra: z.string().optional(),
    }),
  )
  for (const [what, run] of runs) {
    it(`of a run ${what} follows the action’s rules`, () => {
      rules.parse(JSON.parse(text('benchmark-action', run)))
    })
  }

  it('gives the ratio of the arms in %, with its interval', () => {
    const entries = JSON.parse(text('benchmark-action', runs[0]![1])) as ActionEntry[]
    const ratio = entries.find(({ name }) => name.endsWith('creation in all, against full-arch'))!
    assert.equal(ratio.unit, '%')
    assert.ok(ratio.value > 60 && ratio.value < 100, String(ratio.value))
    assert.match(ratio.range!, /^\[\d+\.\d+, \d+\.\d+\]$/)
  })

  it('has no two entries of one name', () => {
    const names = (JSON.parse(text('benchmark-action', runs[2]![1])) as ActionEntry[]).map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
  })
})

describe('the bmf export', () => {
  // https://bencher.dev/bmf.json, and the limits of names in its reference.
  const rules = z.record(
    z.string().min(1).max(1024),
    z.record(
      z.string().regex(/^[a-z0-9-]{1,64}$/),
      z.strictObject({
        value: z.number(),
        lower_value: z.number().optional(),
        upper_value: z.number().optional(),
      }),
    ),
  )
  for (const [what, run] of runs.filter(([name]) => !name.includes('hostile'))) {
    it(`of a run ${what} follows Bencher’s rules, ends in order`, () => {
      const value = rules.parse(JSON.parse(text('bmf', run)))
      for (const measures of Object.values(value)) {
        for (const { value: middle, lower_value = middle, upper_value = middle } of Object.values(measures)) {
          assert.ok(lower_value <= middle && middle <= upper_value)
        }
      }
    })
  }

  it('tells two arms apart', () => {
    const value = JSON.parse(text('bmf', runs[0]![1])) as Bmf
    assert.deepEqual(Object.keys(value), [
      'x86_64 sequential lcr-file full-arch',
      'x86_64 sequential lcr-file host-arch',
    ])
    assert.ok('wall-ratio-pct' in value['x86_64 sequential lcr-file host-arch']!)
    assert.ok(!('wall-ratio-pct' in value['x86_64 sequential lcr-file full-arch']!))
  })
})

describe('the hyperfine export', () => {
  const results = (run: Run) => (JSON.parse(text('hyperfine', run)) as { results: HyperfineResult[] }).results

  it('has times in seconds, one for each analysed trial', () => {
    const run = runs[0]![1]
    const [first] = results(run)
    const walls = run.trials.filter(trial => trial.arm === 'A' && !trial.warmup).map(trial => trial.wall_ns)
    assert.deepEqual(
      first!.times,
      walls.map(wall => wall / 1e9),
    )
    assert.equal(first!.exit_codes.length, first!.times.length)
    assert.equal(first!.min, Math.min(...first!.times))
    assert.equal(first!.max, Math.max(...first!.times))
  })

  it('leaves failed trials out and says how many', () => {
    const [, second] = results(runs[5]![1])
    assert.equal(second!.times.length, 29)
    assert.equal(second!.parameters.failed_trials, '1')
  })

  it('does not say 0 where user and system time are not known apart', () => {
    assert.equal(results(runs[0]![1])[0]!.user, null)
    assert.equal(results(runs[2]![1])[0]!.user, 0.004)
  })

  const program = findOnPath('hyperfine', process.env.PATH ?? '')
  it('has the keys and types that the real hyperfine writes', {
    skip: program === null && 'hyperfine is not installed (apt-get install hyperfine)',
  }, () => {
    const path = join(folder, 'real.json')
    execFileSync(program!, ['-N', '--runs', '3', '--export-json', path, '/bin/true'], { stdio: 'ignore' })
    const real = JSON.parse(readFileSync(path, 'utf8')).results[0] as Record<string, unknown>
    const ours = results(runs[2]![1])[0] as unknown as Record<string, unknown>
    for (const [key, value] of Object.entries(real)) {
      assert.equal(typeof ours[key], typeof value, key)
      assert.equal(Array.isArray(ours[key]), Array.isArray(value), key)
    }
  })
})

describe('the openmetrics export', () => {
  for (const [what, run] of runs) {
    it(`of a run ${what} follows the specification`, () => {
      assert.deepEqual(openMetricsFaults(text('openmetrics', run)), [])
    })
  }

  it('keeps any label on its line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        const run = labelled(one, other)
        assert.deepEqual(
          openMetricsFaults(text('openmetrics', { ...run, trials: run.trials.slice(0, 8) })),
          [],
        )
      }),
      { numRuns: 50 },
    )
  })

  const faulty: readonly (readonly [string, RegExp])[] = [
    ['a 1\n', /does not end/],
    ['# TYPE a gauge\na_x 1\n# EOF\n', /does not follow/],
    ['# TYPE a gauge\na{b="c"d"} 1\n# EOF\n', /not a sample/],
    ['# TYPE a gauge\na{b="c",b="d"} 1\n# EOF\n', /label given twice/],
    ['# TYPE a gauge\na 1\na 2\n# EOF\n', /sample given twice/],
    ['# TYPE a gauge\n# UNIT a seconds\n# EOF\n', /no suffix/],
    ['# TYPE a gauge\n# TYPE b gauge\n# HELP a x\n# EOF\n', /interleaved/],
    ['# TYPE a info\na_info 2\n# EOF\n', /is 1/],
    ['# TYPE a gauge\na NaN?\n# EOF\n', /not a sample/],
    ['# TYPE 1a gauge\n# EOF\n', /not a sample/],
  ]
  for (const [wrong, message] of faulty) {
    it(`its checker notices ${JSON.stringify(wrong)}`, () => {
      assert.match(openMetricsFaults(wrong).join('\n'), message)
    })
  }
})
