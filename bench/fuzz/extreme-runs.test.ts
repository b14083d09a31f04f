import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { htmlPage } from '../../report/html/page.ts'
import { markdown } from '../../report/markdown.ts'
import { reportSet } from '../../report/set.ts'
import { inputs } from '../../src/fuzz/amounts.fixture.ts'
import { analyseRun, exporters, type Run } from '../../src/index.ts'
import { sampleRun } from '../../src/run-sample.ts'
import { resultText } from '../table.ts'
import { extremeRuns } from './extreme-runs.fixture.ts'

const outputs: Record<string, (run: Run) => string> = {
  table: run => resultText(run, { colours: false }),
  analysis: run => told(analyseRun(run)),
  charts: run => told(reportOf(run).map(figures)),
  markdown: run => markdown(reportOf(run)),
  // Its own scripts may use these words; its data is no script.
  page: run => htmlPage(reportOf(run)).replace(/<script(?: type="module")?>.*?<\/script>/gs, ''),
  ...Object.fromEntries(
    Object.values(exporters).map(({ name, serialise }) => [name, (run: Run) => [...serialise(run)].join('')]),
  ),
}

function reportOf(run: Run): ReturnType<typeof reportSet> {
  return reportSet([run], { reference: true })
}

function figures({ input, pictures }: ReturnType<typeof reportSet>[number]): unknown {
  return pictures.map(({ chart }) => input.analysis.metrics.map(metric => chart.figure(input, metric)))
}

/** JSON, which has no word for NaN, with one; what is infinite is `null`: unbounded. */
function told(value: unknown): string {
  return JSON.stringify(value, (_, each) => (Number.isNaN(each) ? 'NaN' : each))
}

const patience_ms = 10_000

test('no run that run.json can hold makes an output fail, hang, or say NaN, Infinity or undefined', () => {
  fc.assert(
    fc.property(extremeRuns, run => {
      for (const [name, output] of Object.entries(outputs)) {
        const start = performance.now()
        const nonsense = /.{0,60}\b(?:NaN|Infinity|undefined|\[object)\b.{0,60}/.exec(output(run))
        assert.equal(nonsense?.[0], undefined, name)
        assert.ok(performance.now() - start < patience_ms, name)
      }
    }),
    {
      numRuns: inputs('extreme runs'),
      // The same runs each time; another seed looks at others.
      seed: 20261125,
      examples: [[withoutTime()]],
      includeErrorInReport: true,
      endOnFailure: true,
    },
  )
})

/** One ratio of it is infinite: the search for a median never ended. */
function withoutTime(): Run {
  const run = structuredClone(sampleRun({ rounds: 22 }))
  const phases: { serialise: number | null } = run.trials[37]!.creations[0]!.phases
  phases.serialise = 5e-324
  return run
}
