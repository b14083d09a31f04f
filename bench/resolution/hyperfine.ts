import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { change, signed } from '../../report/format.ts'
import { type Command, parseDockerProfile } from '../../src/index.ts'
import { type Bench, makeBundle, removeBundle } from '../../src/measure/bench.ts'
import { writeFiles } from '../../src/write/files.ts'

export interface Hyperfine {
  readonly halfWidth_pct: number
  readonly text: string
  /** `1.01 ± 0.22`, as hyperfine prints a ratio: one standard deviation of a single run. */
  readonly printed: string
}

/**
 * The same two commands, timed by hyperfine in its blocks (all of one, then all of the other) for as many seconds.
 * `null`: hyperfine is not installed. The interval is the kindest that its data allow: of the ratio of the means, as if
 * its runs were independent.
 */
export async function hyperfine(
  benches: readonly Bench[],
  folder: string,
  seconds: number,
): Promise<Hyperfine | null> {
  mkdirSync(folder, { mode: 0o700 })
  const probe = await execa('hyperfine', ['--version'], { reject: false, stdin: 'ignore' })
  if (probe.exitCode !== 0) return null
  const pairs = benches.map((bench, index) => {
    const container = makeBundle(bench, `sbr-h-${index}`)
    const { filter } = bench.converter.convert(parseDockerProfile(bench.profileText), bench.target)
    writeFiles(
      container.bundle,
      bench.session.serialise(bench.session.adapt(filter).filter, container),
      false,
    )
    return { container, command: bench.session.runtime!.create(container) }
  })
  const words = pairs.map(({ command }) => commandLine(command))
  const [first] = pairs
  const pilot = await time(words, first!.command, join(folder, 'pilot.json'), 10)
  const runs = Math.max(10, Math.floor(seconds / pilot.reduce((sum, { mean }) => sum + mean, 0)))
  const [a, b] = await time(words, first!.command, join(folder, 'all.json'), runs)
  for (const { container } of pairs) removeBundle(container)
  return ratioOf(a!, b!, runs)
}

interface Timed {
  readonly mean: number
  readonly stddev: number
}

/** `--runs` is fixed and there is no shell: hyperfine splits the words itself. */
async function time(
  words: readonly string[],
  command: Command,
  json: string,
  runs: number,
): Promise<Timed[]> {
  await execa(
    'hyperfine',
    ['-N', '--style', 'none', '--runs', String(runs), '--export-json', json, ...words],
    {
      stdin: 'ignore',
      stdout: { file: `${json}.log` },
      stderr: { file: `${json}.log` },
      cwd: command.workingFolder,
      env: { PATH: process.env.PATH ?? '' },
      extendEnv: false,
    },
  )
  return (JSON.parse(readFileSync(json, 'utf8')) as { results: Timed[] }).results
}

function ratioOf(a: Timed, b: Timed, runs: number): Hyperfine {
  const ratio = b.mean / a.mean
  const spread = Math.hypot(a.stddev / a.mean, b.stddev / b.mean)
  const half_pct = 100 * ratio * 1.96 * (spread / Math.sqrt(runs))
  const estimate_pct = 100 * (ratio - 1)
  return {
    halfWidth_pct: Math.round(1000 * half_pct) / 1000,
    text: `${change(estimate_pct)} [${signed(estimate_pct - half_pct)}, ${signed(estimate_pct + half_pct)}] (${runs} runs of each)`,
    printed: `${ratio.toFixed(2)} ± ${(ratio * spread).toFixed(2)}`,
  }
}

/** Our paths and ids hold no character that hyperfine's splitting treats specially; that is checked here. */
function commandLine({ file, arguments: parameters }: Command): string {
  const words = [file, ...parameters]
  const odd = words.find(word => !/^[\w@%+=:,./-]+$/.test(word))
  if (odd !== undefined) throw new Error(`hyperfine: the word ${JSON.stringify(odd)} cannot be passed on`)
  return words.join(' ')
}
