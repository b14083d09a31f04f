/**
 * `npm run bench:resolution`: what this design resolves here, beside blocks of runs in the same time. Needs root, LXC
 * and busybox; hyperfine for the contrast. Takes some ten minutes. Last line: one JSON object.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allowedCpus, cgroupLayout, enterPrivateMounts, pinTo } from '../src/index.ts'
import { endWith } from './errors.ts'
import { fittingTable } from './fitting-table.ts'
import { analysisCost } from './resolution/analysis-cost.ts'
import { hyperfine } from './resolution/hyperfine.ts'
import { injected } from './resolution/injected.ts'
import { calibrateLxc, compareLxc, openLxc } from './resolution/lxc.ts'

/** Debian's package golang-github-docker-docker-dev. */
const dockerProfile = '/usr/share/gocode/src/github.com/docker/docker/profiles/seccomp/default.json'
const budget_s = Number(process.env.SECCOMP_BENCH_BUDGET_S ?? 58)
const replicates = 40
/** The smallest of the published changes. */
const goals = { mde_pct: 0.6, margin_pct: 0.6, length: { mode: 'sequential', most: 500 } } as const

async function resolution(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-resolution-'))
  const seed = randomBytes(8).toString('hex')
  const profile = existsSync(dockerProfile) ? dockerProfile : undefined
  const log = (text: string): void => void process.stderr.write(`${text} …\n`)
  try {
    if (cgroupLayout() === 'hybrid') enterPrivateMounts()
    // As `run --pin` does; hyperfine, started from here, gets the same.
    const cpu = allowedCpus().at(-1)
    if (cpu !== undefined) pinTo(cpu)
    const arms = await openLxc(join(folder, 'lxc'), profile)
    log(`full-arch against host-arch on LXC, ${budget_s} s`)
    const ours = await compareLxc(arms, seed, budget_s)
    log('hyperfine in the same time')
    const theirs = await hyperfine(arms, join(folder, 'hyperfine'), ours.seconds)
    log(`A/A on LXC, ${replicates} comparisons`)
    const aa = await calibrateLxc(join(folder, 'aa'), profile, seed, replicates)
    log(`a synthetic runtime with 1 % more work, and with none, ${replicates} comparisons each`)
    const plus = await injected(join(folder, 'injected-1'), seed, {
      ...goals,
      extra_pct: 1,
      repeats: replicates,
    })
    const none = await injected(join(folder, 'injected-0'), seed, {
      ...goals,
      extra_pct: 0,
      repeats: replicates,
    })
    const cost = analysisCost(seed)

    const rows = [
      [
        `LXC CPU time, host-arch against full-arch, ${ours.cpu.n} rounds in ${ours.seconds.toFixed(0)} s`,
        ours.cpu.text,
        '± 0.3 %, 0 excluded',
      ],
      ['the same rounds, wall time', ours.wall.text, ''],
      ['hyperfine in the same time, its own ± (one standard deviation)', theirs?.printed ?? 'n/a', ''],
      [
        'hyperfine in the same time, 95 % interval of its means',
        theirs?.text ?? 'hyperfine is not installed',
        '',
      ],
      [
        `A/A on LXC: ${aa.replicates} comparisons that told copies apart`,
        `${aa.rejections}`,
        'at most 5 of 40',
      ],
      [
        `+1 % work in a synthetic runtime found (--mde ${goals.mde_pct}: ${Math.round(plus.rounds / plus.repeats)} rounds on average)`,
        `${plus.found} of ${plus.repeats}`,
        'at least 36 of 40',
      ],
      ['+0 % work: false alarms', `${none.alarms} of ${none.repeats}`, 'at most 5 of 40'],
      [
        '5,000 rounds analysed',
        `${cost.seconds.toFixed(2)} s, ${cost.mib.toFixed(0)} MiB`,
        '< 2 s, < 200 MB',
      ],
    ]
    const table = fittingTable({ head: ['figure', 'measured', 'goal'], rows })
    process.stdout.write(`${table}\nprofile ${profile ?? 'the project’s own'}; seed ${seed}\n`)
    process.stdout.write(
      `${JSON.stringify({
        lxc_cpu_half_width_pct: ours.cpu.halfWidth_pct,
        lxc_excludes_zero: ours.cpu.excludesZero,
        seconds: Math.round(ours.seconds),
        hyperfine_half_width_pct: theirs?.halfWidth_pct ?? null,
        aa_rejections: aa.rejections,
        aa_replicates: aa.replicates,
        injected_found: plus.found,
        injected_repeats: plus.repeats,
        injected_false: none.alarms,
        analysis_seconds: Math.round(cost.seconds * 100) / 100,
        analysis_mib: Math.round(cost.mib),
      })}\n`,
    )
    for (const bench of arms) await bench.session.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await resolution().catch(endWith)
