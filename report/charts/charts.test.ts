import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Run } from '../../src/index.ts'
import { sampleRun } from '../../src/run-sample.ts'
import type { Chart, Figure, PlainDataset } from '../chart.ts'
import { reportSet } from '../set.ts'
import { keyLine } from '../wording.ts'
import { charts } from './index.ts'

const runs: Readonly<Record<string, Run>> = {
  'in-process, sequential': sampleRun({ rounds: 60 }),
  'a runtime, sequential': sampleRun({ rounds: 60, writer: 'crun' }),
  'a runtime, parallel': sampleRun({ rounds: 16, mode: 'parallel', writer: 'crun' }),
  'three arms': threeArms(),
  'too few rounds': sampleRun({ rounds: 3 }),
  'one round': sampleRun({ rounds: 1, mode: 'parallel' }),
}

/** What every chart owes its readers, whatever the run. */
describe('every chart of every kind of run', () => {
  for (const [kind, run] of Object.entries(runs)) {
    const [entry] = reportSet([run], { reference: true })
    for (const { chart, name } of entry!.pictures) {
      for (const metric of entry!.input.analysis.metrics) {
        if (!chart.perMetric && metric !== entry!.input.analysis.metrics[0]) continue
        const figure = chart.figure(entry!.input, metric)
        describe(`${name}, ${metric.name} (${kind})`, () => holds(figure))
      }
    }
  }
})

function holds(figure: Figure): void {
  it('is plain JSON', () => assert.deepEqual(JSON.parse(JSON.stringify(figure)), figure))

  it('has amounts from zero', () => {
    for (const axis of axes(figure)) if (axis.amount === true) assert.equal(axis.min, 0)
    const bars = figure.panels.filter(({ config }) => config.type === 'barWithErrorBars')
    for (const { config } of bars) {
      const scales = config.options.scales as Record<string, Axis>
      const value = scales[config.options.indexAxis === 'y' ? 'x' : 'y']!
      assert.ok(value.min === 0 || (value.zeroLine === true && value.min! <= 0 && value.max! >= 0))
    }
  })

  it('says so where an axis of times is cut', () => {
    for (const { title, config } of figure.panels) {
      const time = Object.values(config.options.scales as Record<string, Axis>).find(
        axis => axis.beginAtZero === false,
      )
      if (time !== undefined) assert.match(title, /this axis is cut/)
    }
  })

  it('has only finite numbers', () => {
    assert.ok(!JSON.stringify(figure).includes('NaN'))
    for (const { config } of figure.panels) for (const dataset of config.data.datasets) finite(dataset)
  })

  it('has units on its axes, words, and a table of equal rows', () => {
    for (const axis of axes(figure)) if (axis.title?.display) assert.ok(axis.title.text!.length > 3)
    assert.ok(figure.words.length > 20)
    for (const row of figure.table.rows) assert.equal(row.length, figure.table.columns.length)
  })
}

describe('the charts', () => {
  it('are named by architecture, mode and kind', () => {
    const names = reportSet([runs['a runtime, parallel']!], { reference: false })[0]!.pictures.map(
      ({ name }) => name,
    )
    assert.deepEqual(names, [
      'x86_64-parallel',
      'x86_64-parallel-effect',
      'x86_64-parallel-phases',
      'x86_64-parallel-distribution',
      'x86_64-parallel-rounds',
      'x86_64-parallel-completion',
      'x86_64-parallel-costs',
    ])
  })

  it('of runs that want the same names keep apart', () => {
    const run = runs['in-process, sequential']!
    const names = reportSet([run, run, run], { reference: false }).flatMap(({ pictures }) =>
      pictures.map(({ name }) => name),
    )
    assert.equal(new Set(names).size, names.length)
    assert.ok(names.includes('x86_64-sequential-lcr-file-2'))
  })

  it('carry intervals: every bar of a time, the stack, the band of the curves, the running estimate', () => {
    const [entry] = reportSet([runs['a runtime, sequential']!], { reference: false })
    const of = (chart: Chart) => chart.figure(entry!.input, entry!.input.analysis.metrics.at(-2)!)
    const [times, changes] = of(charts.cell).panels
    for (const { data } of times!.config.data.datasets) {
      for (const bar of data as Bar[]) assert.ok(bar.yMin! < bar.y! && bar.y! < bar.yMax!)
    }
    for (const bar of changes!.config.data.datasets[0]!.data as Bar[]) assert.ok(bar.xMin! < bar.xMax!)
    const stack = of(charts.phases).panels[0]!.config.data.datasets
    // Chart.js draws the first dataset last: only there is a whisker above every part.
    for (const bar of stack[0]!.data as Bar[]) assert.ok(bar.xMin! < bar.xMax!)
    for (const { data } of stack.slice(1)) for (const bar of data as Bar[]) assert.equal(bar.xMin, undefined)
    const filled = [charts.distribution, charts.rounds].flatMap(chart =>
      of(chart).panels.flatMap(({ config }) => config.data.datasets.filter(({ fill }) => fill === '+1')),
    )
    assert.equal(filled.length, 3)
  })

  it('show the published figure as a mark of its own, never as a bar with an interval', () => {
    const draw = (reference: boolean) => {
      const [entry] = reportSet([runs['in-process, sequential']!], { reference })
      return charts.cell.figure(entry!.input, entry!.input.analysis.metrics[0]!)
    }
    const marks = (
      draw(true).panels[1]!.config.options.plugins as { marks: { diamonds: number[]; texts: string[][] } }
    ).marks
    assert.equal(marks.diamonds.length, 1)
    assert.match(marks.texts[0]!.at(-1)!, /−0\.60 %, no spread given/)
    assert.ok(draw(true).notes.some(note => note.includes('57 s → 56.671 s')))
    assert.ok(draw(false).notes.every(note => !note.includes('iSulad')))
  })
})

describe('arms with long names', () => {
  const named = (labels: readonly string[]): Run => {
    const run = runs['a runtime, sequential']!
    return { ...run, arms: run.arms.map((arm, index) => ({ ...arm, label: labels[index]! })) }
  }
  const drawn = (run: Run) => {
    const [entry] = reportSet([run], { reference: false })
    // The panel of the rounds is as wide as the page: its title has room for a name.
    const pictures = entry!.pictures.filter(({ chart }) => chart !== charts.rounds)
    const figures = pictures.map(({ chart }) => chart.figure(entry!.input, entry!.input.analysis.metrics[0]!))
    return JSON.stringify(
      figures.map(({ panels }) => panels.map(({ title, config }) => [title, config.data.labels])),
    )
  }

  it('stand on the axes by their letters, and in a line that explains these', () => {
    const run = named(['runc 1.1.5 of the distribution', 'runc 1.2.0 built here from its source'])
    assert.doesNotMatch(drawn(run), /distribution|source/)
    assert.match(drawn(run), /B against A/)
    assert.equal(keyLine(run), 'A: runc 1.1.5 of the distribution · B: runc 1.2.0 built here from its source')
  })

  it('are told by their names where these are short', () => {
    const run = named(['runc 1.1.5', 'crun 1.8.1'])
    assert.match(drawn(run), /crun 1\.8\.1 against runc 1\.1\.5/)
    assert.match(drawn(run), /\["crun","1\.8\.1"\]/)
    assert.equal(keyLine(run), null)
  })
})

describe('the cost ledger', () => {
  const figureOf = (run: Run) => {
    const [entry] = reportSet([run], { reference: false })
    return charts.costs.figure(entry!.input, entry!.input.analysis.metrics[0]!)
  }
  const run = runs['a runtime, sequential']!

  it('has bytes, lines and instructions, and libseccomp’s time as a note', () => {
    const { panels, table, notes } = figureOf(run)
    assert.deepEqual(
      panels.map(({ title }) => title),
      [
        'architectures',
        'rules',
        'OCI seccomp bytes',
        'LXC seccomp bytes',
        'LXC seccomp lines',
        'BPF instructions',
      ],
    )
    assert.deepEqual(
      table.rows.find(([name]) => name === 'BPF instructions'),
      ['BPF instructions', '2\u202f536', '974'],
    )
    assert.ok(notes.some(note => /libseccomp 2\.5\.4.*full-arch .* host-arch /.test(note)))
  })

  it('draws what a run knows that is older than it', () => {
    const old = { ...run, arms: run.arms.map(arm => ({ ...arm, costs: null })) }
    assert.deepEqual(
      figureOf(old).panels.map(({ title }) => title),
      ['architectures', 'rules', 'files written', 'bytes written'],
    )
  })

  it('says why a count is not known', () => {
    const [first, ...others] = run.arms
    const costs = { ...first!.costs!, counts: { ...first!.costs!.counts, bpf_instructions: null } }
    const unknown = {
      ...costs,
      libseccomp: null,
      compile_us: null,
      notes: ['no compiled filter: no library'],
    }
    const { table, notes } = figureOf({ ...run, arms: [{ ...first!, costs: unknown }, ...others] })
    assert.deepEqual(table.rows.find(([name]) => name === 'BPF instructions')?.[1], 'n/a')
    assert.ok(notes.includes('full-arch: no compiled filter: no library'))
  })
})

interface Axis {
  readonly amount?: boolean
  readonly min?: number
  readonly max?: number
  readonly zeroLine?: boolean
  readonly beginAtZero?: boolean
  readonly title?: { readonly display: boolean; readonly text?: string }
}

interface Bar {
  readonly x?: number
  readonly xMin?: number
  readonly xMax?: number
  readonly y?: number
  readonly yMin?: number
  readonly yMax?: number
}

function axes({ panels }: Figure): readonly Axis[] {
  return panels.flatMap(({ config }) => Object.values(config.options.scales as Record<string, Axis>))
}

function finite({ data, label }: PlainDataset): void {
  for (const point of data) {
    if (point === null || typeof point !== 'object') continue
    for (const [key, value] of Object.entries(point)) {
      assert.ok(value === null || typeof value !== 'number' || Number.isFinite(value), `${label}: ${key}`)
    }
  }
}

function threeArms(): Run {
  const run = sampleRun({ rounds: 20, writer: 'crun' })
  const copies = run.trials.filter(({ arm }) => arm === 'A').map(trial => ({ ...trial, arm: "A'", slot: 3 }))
  return {
    ...run,
    arms: [...run.arms, { ...run.arms[0]!, id: "A'", label: 'full-arch again' }],
    trials: [...run.trials, ...copies].toSorted((a, b) => a.round - b.round || a.slot - b.slot),
  }
}
