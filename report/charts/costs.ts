import type { ArmResult } from '../../src/index.ts'
import { inThousands } from '../browser/revive.ts'
import type { Chart, ChartInput, Figure, Panel } from '../chart.ts'
import { armColour, ink, paper } from '../colours.ts'
import { duration } from '../format.ts'
import { axisLabels } from '../wording.ts'
import { amountAxis, categoryAxis, legend } from './axis.ts'

/** The run's cost ledger: counts that come out the same on every machine, so without an interval. */
export const costs: Chart = {
  name: 'costs',
  summary: 'cost ledger: architectures, rules, bytes, lines and BPF instructions of one container’s filter',
  named: false,
  perMetric: false,
  applies: ({ run }) => run.arms.some(({ bytes, costs }) => bytes > 0 || costs !== null),
  fileName: ({ target, plan }) => `${target.architecture}-${plan.mode}-costs`,
  figure,
}

interface Count {
  readonly label: string
  /** `null`: unknown. */
  readonly of: (arm: ArmResult) => number | null
  /** Drawn, not only in the table. */
  readonly drawn: boolean
}

const counts: readonly Count[] = [
  { label: 'architectures', of: ({ architectures }) => architectures, drawn: true },
  { label: 'rules', of: ({ rules }) => rules, drawn: true },
  { label: 'names in the rules', of: ({ costs }) => costs?.counts.names ?? null, drawn: false },
  { label: 'OCI seccomp bytes', of: ({ costs }) => costs?.counts.oci_bytes ?? null, drawn: true },
  { label: 'LXC seccomp bytes', of: ({ costs }) => costs?.counts.lxc_bytes ?? null, drawn: true },
  { label: 'LXC seccomp lines', of: ({ costs }) => costs?.counts.lxc_lines ?? null, drawn: true },
  { label: 'BPF instructions', of: ({ costs }) => costs?.counts.bpf_instructions ?? null, drawn: true },
  { label: 'files written', of: ({ files }) => files, drawn: false },
  { label: 'bytes written', of: ({ bytes }) => bytes, drawn: false },
]

function figure({ run }: ChartInput): Figure {
  const { arms } = run
  const known = counts.filter(({ of }) => arms.some(arm => of(arm) !== null))
  // What a run older than its ledger knows is drawn instead.
  const drawn = known.filter(({ drawn }) => drawn || !arms.some(({ costs }) => costs !== null))
  const rows = known.map(({ label, of }) => [label, ...arms.map(arm => countText(of(arm)))])
  return {
    heading: 'Cost ledger: what one container’s filter weighs',
    height: 260,
    panels: drawn.map(count => panel(count, arms, axisLabels(run), 1 / drawn.length)),
    notes: [
      'Counted, not measured: the same on every machine, so there is no interval.',
      ...compileNotes(arms),
      ...arms.flatMap(unknownNotes),
    ],
    words: `Bars of exact counts. ${rows.map(([label, ...values]) => `${label}: ${values.map((value, index) => `${arms[index]!.label} ${value}`).join(', ')}`).join('; ')}.`,
    table: { columns: ['', ...arms.map(({ label }) => label)], rows },
  }
}

function compileNotes(arms: readonly ArmResult[]): readonly string[] {
  const compiled = arms.flatMap(({ label, costs }) =>
    costs?.libseccomp == null ? [] : [{ label, version: costs.libseccomp, us: costs.compile_us }],
  )
  const version = compiled[0]?.version
  if (version === undefined) return []
  const times = compiled.flatMap(({ label, us }) =>
    us === null ? [] : `${label} ${duration(us * 1e3, 'ns')}`,
  )
  return [
    `Compiled by libseccomp ${version}, once each, so no more than a hint of the time: ${times.join(' · ')}`,
  ]
}

/** Why a count is n/a. */
function unknownNotes({ label, costs }: ArmResult): readonly string[] {
  return costs !== null && Object.values(costs.counts).includes(null)
    ? costs.notes.map(note => `${label}: ${note}`)
    : []
}

function panel(
  { label, of }: Count,
  arms: readonly ArmResult[],
  labels: ReturnType<typeof axisLabels>,
  share: number,
): Panel {
  const many = arms.length > 3
  return {
    title: label,
    share,
    config: {
      type: 'barWithErrorBars',
      data: {
        labels,
        datasets: [
          {
            label,
            legend: false,
            backgroundColor: arms.map((_, index) => armColour(index)),
            maxBarThickness: 56,
            data: arms.map(arm => {
              const count = of(arm)
              return count === null
                ? { y: null }
                : { y: count, yMin: count, yMax: count, text: countText(count) }
            }),
            errorBarColor: 'transparent',
            errorBarWhiskerColor: 'transparent',
          },
        ],
      },
      options: {
        layout: { padding: { top: 6 } },
        scales: {
          y: amountAxis(label, {
            // Numbers that are wider than their bars stand above each other.
            grace: many ? '45%' : '14%',
            // The numbers stand at the bars.
            title: { display: false },
            grid: { display: false },
            ticks: { display: false },
          }),
          x: categoryAxis(),
        },
        plugins: {
          legend: legend(false),
          marks: {
            texts: [arms.map(arm => countText(of(arm)))],
            size: many ? 10.5 : 12.5,
            colour: ink,
            paper,
          },
        },
      },
    },
  }
}

function countText(value: number | null): string {
  return value === null ? 'n/a' : inThousands(String(value))
}
