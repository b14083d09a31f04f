import { join } from 'node:path'
import {
  type Claim,
  type ClaimJudgement,
  isAbout,
  judgeClaim,
  oneLine,
  type Published,
  readPublished,
  readRun,
} from '../src/index.ts'
import { fittingTable } from './fitting-table.ts'
import { packageFolder } from './package.ts'

export interface ClaimsOptions {
  readonly json: boolean
}

/** Lays the published pairs beside stored runs, and says what can be said of the two together. */
export async function claimsCommand(folders: readonly string[], options: ClaimsOptions): Promise<void> {
  const published = readPublished(join(packageFolder, 'results/reference/published.json'))
  const runs = folders.map(readRun)
  const judgements = published.claims.flatMap(claim =>
    runs.filter(run => isAbout(claim, run)).map(run => judgeClaim(claim, run)),
  )
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...published, judgements }, null, 2)}\n`
      : claimsText(published, judgements, process.stdout.columns),
  )
}

export function claimsText(
  { source, note, claims }: Published,
  judgements: readonly ClaimJudgement[],
  columns?: number,
): string {
  const rows = claims.flatMap(claim => {
    const about = judgements.filter(judgement => judgement.claim === claim)
    return about.length === 0
      ? [[cell(claim), says(claim), 'none', '', howToMeasure(claim)]]
      : about.map(each => [cell(claim), says(claim), oneLine(each.run), ours(each), together(each)])
  })
  const head = ['published', 'says', 'our run', 'ours [95 %], rounds, seed', 'together']
  const table = fittingTable({ head, rows, widths: [null, 30, null, 30, 40] }, columns)
  return `${source}: ${note}\n${table}\n${legend}\n`
}

const legend = [
  'contradicted: our 95 % interval and the published change, with the noise that one such measurement has here, do not meet, and the published one is the larger or of the other sign; in a native run of LXC with the same converters, mode and number of containers, fit for a verdict.',
  'not resolvable: at that noise one measurement of each time cannot tell the published change from none; or it is smaller than ours, as it would be where the engine’s own work, which is not told, comes on top.',
  'The published machine is another one, and its noise is not known: ours stands for it, without the drift between blocks.',
].join('\n')

function cell({ architecture, mode, containers, reading }: Claim): string {
  return `${architecture} ${mode} ${containers}${reading === null ? '' : `\n${reading}`}`
}

function says({ before_s, after_s, change_pct, stated_pct }: Claim): string {
  const stated = stated_pct === null ? '' : `, stated as ${percent(stated_pct)}`
  return `${before_s} s → ${after_s} s: ${percent(change_pct)}${stated}; no interval`
}

function ours({ ours: change, seed }: ClaimJudgement): string {
  if (change === null) return 'too few rounds'
  const { estimate_pct, low_pct, high_pct, n } = change
  return `${percent(estimate_pct)} [${percent(low_pct)}, ${percent(high_pct)}], ${n} rounds, seed ${seed}`
}

function together({ status, reasons, roundsNeeded, claim, ours: change }: ClaimJudgement): string {
  const unit = claim.mode === 'sequential' ? 'creations' : 'batches'
  const needed =
    roundsNeeded === null || change === null
      ? ''
      : `; at our noise (${change.noise_pct.toFixed(1)} % a round) it takes ${roundsNeeded} ${unit} of each in pairs`
  const why = reasons.map(oneLine).join('; ')
  switch (status) {
    case 'consistent':
      return `CONSISTENT${needed}`
    case 'contradicted':
      return `CONTRADICTED${needed}`
    case 'not resolvable':
      return `NOT RESOLVABLE from what was published: ${why}${needed}`
    case 'unresolved':
      return `our run cannot tell: ${why}${needed}`
    case 'beside':
      return `beside, not judged: ${why}${needed}`
  }
}

function howToMeasure({ architecture, mode, containers }: Claim): string {
  const size = mode === 'parallel' ? ` --containers ${containers}` : ` --rounds ${containers}`
  return `not measured: on ${architecture}, seccomp-bench run --mode ${mode} --writer lxc${size}`
}

function percent(value: number | null): string {
  if (value === null) return 'unbounded'
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)} %`
}
