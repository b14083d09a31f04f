import { changeText } from '../report/wording.ts'
import {
  analyseRounds,
  BenchError,
  copyId,
  type ImportedRounds,
  type MetricComparison,
  oneLine,
  parseSeed,
  type RoundsAnswer,
  readRounds,
  verdictText,
} from '../src/index.ts'
import { fittingTable } from './fitting-table.ts'
import { exitOf } from './verdict-exit.ts'

export interface CompareOptions {
  readonly a?: string
  readonly b?: string
  readonly metric?: string
  readonly mde: number
  readonly margin: number
  readonly seed: string
  readonly json: boolean
  readonly verdictExit: boolean
}

/** The same statistics for rounds that another program measured, from CSV. */
export async function compareCommand(file: string, options: CompareOptions): Promise<void> {
  const imported = readRounds(file)
  const [baseline, candidate] = armsOf(imported, options)
  const metrics = metricsOf(imported, options)
  const { rounds } = imported
  const answer = analyseRounds({
    rounds,
    baseline,
    candidate,
    metrics,
    seed: parseSeed(options.seed),
    mde_pct: options.mde,
    margin_pct: options.margin,
  })
  process.stdout.write(options.json ? `${JSON.stringify(answer, null, 1)}\n` : compareText(answer))
  process.exitCode = exitOf(answer.verdict.verdict, options.verdictExit)
}

function armsOf({ arms }: ImportedRounds, { a, b }: CompareOptions): [string, string] {
  const baseline = a ?? arms.find(arm => arm !== b)
  const candidate =
    b ?? arms.find(arm => baseline !== undefined && ![baseline, copyId(baseline)].includes(arm))
  const known = arms.map(arm => oneLine(arm.slice(0, 40))).join(', ')
  if (baseline === undefined || candidate === undefined || baseline === candidate) {
    throw new BenchError('bad-input', `found the arms ${known.slice(0, 200)}, expected two to compare`, {
      hint: 'give them with --a and --b, or add rows of a second arm',
    })
  }
  for (const arm of [baseline, candidate]) {
    if (arms.includes(arm)) continue
    throw new BenchError(
      'bad-input',
      `arm ${oneLine(arm.slice(0, 40))}: not in the file, found ${known.slice(0, 200)}`,
    )
  }
  return [baseline, candidate]
}

function metricsOf({ metrics }: ImportedRounds, { metric }: CompareOptions): [string, ...string[]] {
  const wanted = metric === undefined ? [preferred.find(name => metrics.includes(name))] : metric.split(',')
  const [first, ...others] = wanted.filter(name => name !== undefined)
  const unknown = [first, ...others].find(name => name !== undefined && !metrics.includes(name))
  if (first !== undefined && unknown === undefined) return [first, ...others]
  const found = metrics.join(', ').slice(0, 300)
  throw new BenchError(
    'bad-input',
    unknown === undefined
      ? `no --metric was given, and the file has none of ${preferred.join(', ')}`
      : `--metric ${oneLine(unknown.slice(0, 40))}: not a column with one positive number per trial`,
    { hint: found === '' ? 'the file has no such column' : `it has ${found}` },
  )
}

/** What a file without a word about it is taken to be about. */
const preferred = ['trial_wall_ns', 'wall_ns', 'wall_s', 'time_s', 'seconds']

function compareText({ verdict, comparison }: RoundsAnswer): string {
  const [baseline, candidate] = [comparison.baseline, comparison.candidate].map(oneLine)
  const head = ['', `${baseline}`, `${candidate}`, `${candidate} against ${baseline}`]
  const rows = comparison.metrics.map(row => [
    row.metric,
    ...row.arms.map(({ median }) => plain(median.value)),
    changeText(row.change),
  ])
  const [first] = comparison.metrics
  return [
    `${candidate} against ${baseline}, ${first!.metric}: ${verdictText(verdict)}`,
    'below: medians; the change is the median ratio of paired rounds, with its 95 % interval; the order must have been drawn at random',
    fittingTable({ head, rows, textColumns: 1 }),
    detail(first!),
    '',
  ].join('\n')
}

function detail({ n, recorded, orders }: MetricComparison): string {
  return `${n} of ${recorded} rounds have both values; ${orders.baselineFirst} began with the baseline, ${orders.candidateFirst} with the candidate`
}

function plain(value: number | null): string {
  return value === null ? 'n/a' : value.toLocaleString('en', { maximumSignificantDigits: 4 })
}
