import { styleText } from 'node:util'
import Table from 'cli-table3'
import { analyseRun, type Change, type Metric, type QuantileInterval, type Run } from '../src/index.ts'
import { change, duration, signed } from './format.ts'

/** A run as people read it on a terminal: what was measured, the numbers with their intervals, what is missing. */
export function resultText(run: Run): string {
  const analysis = analyseRun(run)
  const lines = ['', ...heading(run)]
  for (const comparison of analysis.comparisons) {
    const [baseline, candidate] = [comparison.baseline, comparison.candidate].map(id => label(run, id))
    const table = new Table({
      head: ['', `${baseline}`, `${candidate}`, `${candidate} against ${baseline}`].map(strong),
      colAligns: ['left', 'right', 'right', 'right'],
      style: { head: [], border: [], compact: true },
    })
    for (const [index, row] of comparison.metrics.entries()) {
      const metric = analysis.metrics[index]!
      table.push([
        metric.primary ? strong(metric.label) : metric.label,
        ...row.arms.map(arm => medianCell(metric, arm.median)),
        changeCell(row.change),
      ])
    }
    lines.push(table.toString(), ...totalLines(run, comparison, analysis.metrics))
  }
  lines.push(...failureLines(run, analysis.failures), ...noteLines(run), '')
  return lines.map(line => `${line}\n`).join('')
}

function heading({ plan, target, arms, seed, status, host }: Run): string[] {
  const writers = [...new Set(arms.map(arm => arm.version || arm.writer))].join(', ')
  const profiles = [
    ...new Set(arms.map(({ profile }) => `${profile.name} (sha256 ${profile.sha256.slice(0, 8)})`)),
  ]
  const amount =
    plan.mode === 'sequential'
      ? `${plan.containers} creations per arm, one after another`
      : `${plan.rounds} batches of ${plan.containers} containers per arm, ${plan.concurrency} at once`
  const where = target.native
    ? `${target.architecture}, native`
    : `${target.architecture}, written on ${target.writtenOn}`
  return [
    strong(`${writers}: ${amount}${status === 'interrupted' ? ' (interrupted before the end)' : ''}`),
    `${where}; profile ${profiles.join(', ')}; ${host.cpu ?? 'unknown CPU'}, ${host.cores} cores; seed ${seed}`,
    'median [95 % interval]; the change is the median ratio of paired rounds in random order',
  ]
}

function medianCell(metric: Metric, { value, low, high }: QuantileInterval): string {
  if (value === null) return 'n/a'
  if (low === null || high === null) return duration(value, metric.unit)
  return `${duration(value, metric.unit)} [${duration(low, metric.unit)}, ${duration(high, metric.unit)}]`
}

function changeCell(value: Change): string {
  if (value.status === 'insufficient') return 'too few rounds'
  const low = value.low_pct === null ? '−∞' : signed(value.low_pct)
  const high = value.high_pct === null ? '+∞' : signed(value.high_pct)
  const text = `${change(value.estimate_pct)} [${low}, ${high}]`
  const clear = value.low_pct !== null && value.high_pct !== null && value.low_pct * value.high_pct > 0
  return clear ? strong(text) : text
}

/** The published table gives the time of 500 creations together: so does this, with an interval. */
function totalLines(
  run: Run,
  { metrics }: ReturnType<typeof analyseRun>['comparisons'][number],
  defined: readonly Metric[],
): string[] {
  if (run.plan.mode !== 'sequential') return []
  const index = defined.findIndex(({ name }) => name === 'wall')
  const wall = metrics[index]
  if (wall === undefined || wall.totalChange === null) return []
  const arms = wall.arms.map(({ arm, total }) =>
    total === null
      ? `${label(run, arm)} n/a`
      : `${label(run, arm)} ${duration(total.value, 'ns')} [${duration(total.low, 'ns')}, ${duration(total.high, 'ns')}]`,
  )
  const { estimate_pct, low_pct, high_pct } = wall.totalChange
  const bounds = low_pct === null || high_pct === null ? '' : ` [${signed(low_pct)}, ${signed(high_pct)}]`
  return [`${wall.n} creations together: ${arms.join(', ')}; ${change(estimate_pct)}${bounds} (bootstrap)`]
}

function failureLines(run: Run, failures: ReturnType<typeof analyseRun>['failures']): string[] {
  const counts = failures.map(
    ({ arm, failed, created }) => `${label(run, arm)} ${failed} of ${failed + created}`,
  )
  const examples = failures.flatMap(({ arm, example }) =>
    example === null ? [] : [warn(`  ${label(run, arm)}: ${example}`)],
  )
  return [`failures: ${counts.join(', ')}; not in any time`, ...examples]
}

function noteLines({ arms }: Run): string[] {
  return arms.flatMap(arm => [
    `${arm.label}: ${arm.architectures} architectures, ${arm.rules} rules, ${arm.bytes} bytes in ${arm.files} file${arm.files === 1 ? '' : 's'}`,
    ...arm.adaptations.map(line => warn(`  ${line}`)),
    ...arm.warnings.map(line => warn(`  ${line}`)),
  ])
}

function label(run: Run, id: string): string {
  return run.arms.find(arm => arm.id === id)?.label ?? id
}

function strong(text: string): string {
  return process.stdout.isTTY ? styleText('bold', text) : text
}

function warn(text: string): string {
  return process.stdout.isTTY ? styleText('yellow', text) : text
}
