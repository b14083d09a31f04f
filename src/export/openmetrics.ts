import type { Exporter } from '../contracts.ts'
import type { ArmResult, Run } from '../model.ts'
import { valuesOf } from './values.ts'

/**
 * OpenMetrics text, version 1.0.0: for a node exporter's textfile folder or a push gateway. Times in seconds and
 * ratios, as the format's base units ask for; an end of an interval that nothing bounds has no sample.
 */
export const openmetrics: Exporter = {
  name: 'openmetrics',
  summary: 'OpenMetrics text: medians in seconds, ratios of the arms, containers created and failed',
  fileName: 'metrics.txt',
  *serialise(run) {
    for (const family of familiesOf(run)) yield familyText(family)
    yield '# EOF\n'
  },
}

interface Family {
  readonly name: string
  readonly type: 'gauge' | 'counter' | 'info'
  readonly unit?: 'seconds' | 'ratio'
  readonly help: string
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[]
}

type Labels = Readonly<Record<string, string>>

function familiesOf(run: Run): Family[] {
  const { arms, changes, containers } = valuesOf(run)
  const cell = cellLabels(run)
  return [
    {
      name: 'seccomp_bench_run',
      type: 'info',
      help: 'The run that these numbers are from.',
      samples: [{ labels: { ...cell, ...runLabels(run) }, value: 1 }],
    },
    {
      name: 'seccomp_bench_trial_seconds',
      type: 'gauge',
      unit: 'seconds',
      help: 'Median over the trials, and its 95 % interval.',
      samples: arms.flatMap(({ arm, metric, value, low, high }) =>
        ends(value, low, high).map(([end, number]) => ({
          labels: { ...cell, ...armLabels(arm), metric: metric.name, end },
          value: number / (metric.unit === 'ns' ? 1e9 : 1e6),
        })),
      ),
    },
    {
      name: 'seccomp_bench_change_ratio',
      type: 'gauge',
      unit: 'ratio',
      help: 'Candidate against baseline, median ratio of paired rounds, and its 95 % interval.',
      samples: changes.flatMap(({ baseline, candidate, metric, estimate_pct, low_pct, high_pct }) =>
        ends(estimate_pct, low_pct, high_pct).map(([end, value_pct]) => ({
          labels: { ...cell, ...armLabels(candidate), baseline: baseline.label, metric: metric.name, end },
          value: 1 + value_pct / 100,
        })),
      ),
    },
    {
      name: 'seccomp_bench_containers',
      type: 'counter',
      help: 'Containers of the analysed trials.',
      samples: containers.flatMap(({ arm, created, failed }) => [
        { labels: { ...cell, ...armLabels(arm), status: 'created' }, value: created },
        { labels: { ...cell, ...armLabels(arm), status: 'failed' }, value: failed },
      ]),
    },
  ]
}

function ends(value: number, low: number | null, high: number | null): [string, number][] {
  const all: [string, number | null][] = [
    ['estimate', value],
    ['low', low],
    ['high', high],
  ]
  return all.filter((pair): pair is [string, number] => pair[1] !== null)
}

function cellLabels({ target, plan }: Run): Labels {
  return {
    architecture: target.architecture,
    mode: plan.mode,
    containers: String(plan.mode === 'sequential' ? 1 : plan.containers),
  }
}

function runLabels({ id, seed, version, commit, created }: Run): Labels {
  return { id, seed, version, commit: commit ?? '', created }
}

/** The letter keeps arms apart that carry one label. */
function armLabels({ id, label, converter, writer, version }: ArmResult): Labels {
  return { arm: id, label, converter, writer, version }
}

/** The name of a sample is the family's and what its type asks for. */
const suffixes = { gauge: '', counter: '_total', info: '_info' } as const

function familyText({ name, type, unit, help, samples }: Family): string {
  const lines = [`# TYPE ${name} ${type}`]
  if (unit !== undefined) lines.push(`# UNIT ${name} ${unit}`)
  lines.push(`# HELP ${name} ${escaped(help)}`)
  for (const { labels, value } of samples) {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
    lines.push(`${name}${suffixes[type]}{${pairs.join(',')}} ${value}`)
  }
  return lines.map(line => `${line}\n`).join('')
}

/** Escapes of the format; a lone surrogate has no UTF-8, and a carriage return ends lines elsewhere. */
function escaped(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\ufffd')
}
