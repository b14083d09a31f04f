#!/usr/bin/env -S node --max-semi-space-size=2
import { createRequire } from 'node:module'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { converters, exporters, launchers, writers } from '../src/index.ts'
import { exitCodeOf, printError, printLine } from './errors.ts'
import { packageVersion } from './package.ts'
import { scenarioNames } from './scenarios.ts'
import { outliveReaders } from './streams.ts'

/** What a run that goes on takes from its journal. */
const chosenOptions = [
  ...['mode', 'scenario', 'writer', 'runtime', 'profile', 'arch', 'caps', 'a', 'b', 'containers', 'warmup'],
  ...['rounds', 'mde', 'margin', 'maxRounds', 'aa', 'budget', 'metric', 'concurrency', 'timeout', 'fsync'],
  ...['launcher', 'privateMounts', 'seed', 'out'],
]

/** Commands are imported when they are called: the measuring process does not hold the drawing code. */
export const program: Command = new Command('seccomp-bench')
  .description(
    'Measures creating containers under different seccomp filters, and says what the difference is.',
  )
  .version(packageVersion())
  .configureOutput({
    // One line, whatever the words: `error: unknown option …\n(Did you mean …?)`.
    outputError: text => printLine(text.trim().replaceAll('\n', ' '), '--help lists the options'),
  })
  .exitOverride()

measuring(program.command('run').description('measure, store, print a table and draw the charts'))
  .option('--rounds <n>', 'a fixed number of rounds: one trial of every arm each', whole)
  .option(
    '--mde <percent>',
    'run until a change of this size would be found (planned after 20 rounds)',
    percent,
  )
  .option('--margin <percent>', 'run until a change of this size can be excluded', percent)
  .option('--max-rounds <n>', 'with --mde or --margin: no more than this', whole)
  .option('--aa', 'a copy of the first arm rides along: the machine’s noise floor', false)
  .option('--require', 'a runtime that cannot be used here is an error, not skipped', false)
  .option('--verdict-exit', 'exit 1 for SLOWER, 3 for INCONCLUSIVE', false)
  .option('--reference', 'draw the published figures beside ours', false)
  .option('--no-charts', 'measure and store only')
  .addOption(
    new Option('--resume <run>', 'go on with a run that was cut off: same seed, same schedule').conflicts(
      chosenOptions,
    ),
  )
  .action(async options => (await import('./run.ts')).runCommand(options))

measuring(program.command('aa').description('compare copies of one arm: how often are they told apart here?'))
  .option('--replicates <n>', 'comparisons', whole, 40)
  .option('--rounds <n>', 'rounds of one comparison', whole, 20)
  .option('--json', 'the result as one JSON object', false)
  .action(async options => (await import('./aa.ts')).aaCommand(options))

measuring(
  program.command('plan').description('how many rounds would it take here, and how long? Asks a short pilot'),
)
  .option('--rounds <n>', 'rounds of the pilot', whole, 40)
  .option('--mde <percent>', 'the change to find', percent)
  .option('--margin <percent>', 'the change to exclude', percent)
  .option('--json', 'as one JSON object', false)
  .action(async options => (await import('./plan.ts')).planCommand(options))

program
  .command('analyse')
  .description('analyse a stored run anew: byte for byte what it printed')
  .argument('<run>', 'folder of a run')
  .option('--json', 'the whole analysis as JSON', false)
  .option('--verdict-exit', 'exit 1 for SLOWER, 3 for INCONCLUSIVE', false)
  .action(async (run, options) => (await import('./analyse.ts')).analyseCommand(run, options))

program
  .command('convert')
  .description('print the filter that a converter makes of a profile')
  .requiredOption('--profile <file>', 'a seccomp profile in Docker’s format; - reads standard input')
  .addOption(
    new Option('--converter <name>', 'the rules to follow')
      .choices(Object.keys(converters))
      .default('host-arch'),
  )
  .option('--machine <uname>', 'uname -m of the host that the filter is for (default: this one)')
  .option('--caps <names>', 'bounding set: CAP_A,CAP_B', '')
  .option('--kernel <version>', 'for minKernel (default: the running one)')
  .addOption(new Option('--format <name>', 'OCI JSON, or lcr’s text').choices(['oci', 'lcr']).default('oci'))
  .action(async options => (await import('./convert.ts')).convertCommand(options))

program
  .command('ledger')
  .description('count what every converter makes of a profile: bytes, lines, instructions')
  .option('--profile <file>', 'may be repeated (default: the scenarios’)', collect, [])
  .option(
    '--arch <name>',
    'x86_64, arm64 or a uname -m; may be repeated (default: the first two)',
    collect,
    [],
  )
  .option('--caps <names>', 'bounding set: docker, none, or CAP_A,CAP_B', 'docker')
  .option('--kernel <version>', 'for minKernel (default: the running one)')
  .option(
    '--system-calls',
    'also count those of one create with strace, for every runtime that works here',
    false,
  )
  .option('--private-mounts', 'with --system-calls: as `run --private-mounts` does', false)
  .option('--json', 'as JSON', false)
  .action(async options => (await import('./ledger.ts')).ledgerCommand(options))

program
  .command('diff')
  .description('tell whether two filters answer alike; exit code 0 alike, 1 different, 3 unknown')
  .argument('<a>', 'a profile, or converter=…,profile=…')
  .argument('<b>', 'the same for the other side')
  .option('--profile <file>', 'for a side that names none (default: the scenarios’)')
  .addOption(
    new Option('--converter <name>', 'for a side that names none')
      .choices(Object.keys(converters))
      .default('host-arch'),
  )
  .option('--machine <uname>', 'uname -m of the host that the filters are for (default: this one)')
  .option('--caps <names>', 'bounding set: docker, none, or CAP_A,CAP_B', 'docker')
  .option('--kernel <version>', 'for minKernel (default: the running one)')
  .option('--json', 'as JSON', false)
  .action(async (a, b, options) => (await import('./diff.ts')).diffCommand(a, b, options))

program
  .command('report')
  .description('draw the charts of one or several stored runs, as one set, with report.html and report.md')
  .argument('<runs...>', 'folders of runs')
  .option('--out <folder>', 'where the files go (default: the first run’s folder)')
  .option('--reference', 'draw the published figures beside ours', false)
  .option('--no-html', 'pictures alone, without report.html and report.md')
  .action(async (runs, options) => (await import('./report.ts')).reportCommand(runs, options))

program
  .command('reap')
  .description('remove what killed runs left behind: only what their journals name; saves what they measured')
  .argument('[runs...]', 'folders of runs (default: all of --out)')
  .option('--out <folder>', 'where runs are stored', 'results/runs')
  .option('--dry-run', 'only tell', false)
  .action(async (runs, options) => (await import('./reap.ts')).reapCommand(runs, options))

program
  .command('doctor')
  .description('tell which writers and runtimes work here, and why the others do not')
  .option('--runtime <name=path>', 'another OCI runtime; may be repeated', collect, [])
  .option('--private-mounts', 'look from a private mount namespace, as `run --private-mounts` does', false)
  .option('--json', 'as JSON', false)
  .action(async options => (await import('./doctor.ts')).doctorCommand(options))

program
  .command('history')
  .description('the change over the stored runs: where did its level change, and what else changed there?')
  .option('--runs <folder>', 'folder of the stored runs', 'results/runs')
  .addOption(
    new Option(
      '--index <file|url>',
      'index: a file, or postgres://… (default: history.db beside the runs)',
    ).env('SECCOMP_BENCH_INDEX'),
  )
  .option('--scenario <name>', 'only this scenario')
  .option('--writer <name>', 'only pairs with this writer')
  .option('--arch <name>', 'only filters for this architecture')
  .option('--candidate <label>', 'only this candidate arm')
  .option('--metric <names>', 'comma-separated (default: the primary ones)')
  .option(
    '--pin <ref>',
    'reference arm: label, id, version, or 8+ digits of its binary’s sha256 (default: first)',
  )
  .option('--least <percent>', 'smaller changes of level are none', percentOrZero, 0)
  .option('--last <n>', 'newest runs to list of each series', wholeOrZero, 10)
  .option('--prune', 'also forget in a shared index what this folder no longer has', false)
  .option('--png <file>', 'draw a picture')
  .option('--html <file>', 'write a self-contained page')
  .option('--json', 'as JSON', false)
  .action(async options => (await import('./history.ts')).historyCommand(options))

program
  .command('claims')
  .description('lay the published figures beside stored runs: consistent, contradicted, or not resolvable?')
  .argument('[runs...]', 'folders of runs')
  .option('--json', 'as JSON', false)
  .action(async (runs, options) => (await import('./claims.ts')).claimsCommand(runs, options))

program
  .command('gate')
  .description('is this build no worse? Exit 0: no worse, 1: worse, 2: wrong use, 3: cannot tell')
  .argument('[runs...]', 'stored runs, whose ratios are compared with the baseline’s')
  .option('--baseline <file>', 'compare with a stored baseline: exact counts at 0 %, ratios of the runs')
  .option('--update', 'accept what is: rewrite the baseline, and show what changes', false)
  .option('--against <revision>', 'build that revision in a worktree, and compare the two builds in pairs')
  .option('--margin <percent>', 'slower by less is fine', percent, 3)
  .option('--rounds <n>', '--against: at most so many rounds', whole, 2000)
  .option('--seed <hex>', '--against: the same order again')
  .option('--junit <file>', 'also as JUnit XML')
  .option('--annotations', 'also as GitHub annotations (default: where GitHub Actions runs this)', false)
  .option('--summary <file>', 'append a Markdown summary (default: GitHub’s own file, where it names one)')
  .action(async (runs, options) => (await import('./gate.ts')).gateCommand(runs, options))

program
  .command('export')
  .description('write a stored run in another program’s format')
  .argument('<run>', 'folder of a run')
  .addOption(
    new Option('--format <name>', 'the format').choices(Object.keys(exporters)).makeOptionMandatory(),
  )
  .option('--out <file>', 'where to; - is standard output', '-')
  .action(async (run, options) => (await import('./export.ts')).exportCommand(run, options))

program
  .command('merge')
  .description('join runs of several machines for one report; runs of one cell become one run')
  .argument('<runs...>', 'folders of runs')
  .requiredOption('--out <folder>', 'a new or empty folder')
  .option('--pool', 'everything must be one cell of one kind of machine', false)
  .action(async (runs, options) => (await import('./merge.ts')).mergeCommand(runs, options))

/** What every command that measures may be told. */
function measuring(command: Command): Command {
  const writerNames = Object.keys(writers).join(', ')
  const scenarios = scenarioNames().join(', ')
  return command
    .addOption(
      new Option('--mode <mode>', 'one after another, or all at once').choices(['sequential', 'parallel']),
    )
    .option('--scenario <name|file>', `a scenario: ${scenarios}, or a .yaml file (default: as --mode)`)
    .option('--writer <names>', `who reads the spec, comma-separated: ${writerNames}, or a --runtime`)
    .option('--runtime <name=path>', 'another OCI runtime, usable as writer; may be repeated', collect, [])
    .option('--profile <file>', 'a seccomp profile in Docker’s format (default: the scenario’s)')
    .addOption(
      new Option('--arch <name>', 'whose filter is made (default: this host’s)').choices(['x86_64', 'arm64']),
    )
    .option('--caps <names>', 'bounding set: docker, none, or CAP_A,CAP_B (default: the scenario’s)')
    .option('--a <key=value,…>', 'baseline arm: converter, writer, runtime, profile, fsync, label')
    .option('--b <key=value,…>', 'candidate arm, compared with the baseline')
    .option('--containers <n>', 'sequential: creations per arm; parallel: containers of one batch', whole)
    .option('--warmup <n>', 'rounds before the first that counts', wholeOrZero)
    .option('--budget <time>', 'begin no further round after this: 90s, 5m, 1h', duration_ms)
    .option('--metric <name>', 'what the verdict is about: wall, cpu, write, … (default: wall or makespan)')
    .option('--concurrency <n>', 'parallel: at most so many in flight', whole)
    .option('--timeout <seconds>', 'a create that takes longer is killed and counted as failed', positive)
    .option('--fsync', 'write the spec files with fsync', false)
    .addOption(
      new Option('--launcher <name>', 'how processes are started')
        .choices(Object.keys(launchers))
        .default('posix'),
    )
    .option(
      '--private-mounts',
      'use a private mount namespace without the cgroup2 part of a hybrid layout',
      false,
    )
    .option('--allow-difference', 'measure filters that answer a system call of this host differently', false)
    .option('--seed <hex>', 'the seed of a stored run: the same schedule again')
    .option('--out <folder>', 'where runs are stored', 'results/runs')
}

function collect(value: string, values: readonly string[]): readonly string[] {
  return [...values, value]
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new InvalidArgumentError('Expected a whole number from 1 to 9999999.')
  return Number(text)
}

function wholeOrZero(text: string): number {
  return text === '0' ? 0 : whole(text)
}

function percentOrZero(text: string): number {
  return text === '0' ? 0 : percent(text)
}

function percent(text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value < 0.01 || value > 100) {
    throw new InvalidArgumentError('Expected a percentage from 0.01 to 100.')
  }
  return value
}

function duration_ms(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text)
  const value =
    match === null ? 0 : Number(match[1]) * { s: 1e3, m: 6e4, h: 3.6e6 }[match[2] as 's' | 'm' | 'h']
  if (value <= 0 || value > 7 * 24 * 3.6e6)
    throw new InvalidArgumentError('Expected a time such as 90s, 5m or 1h.')
  return value
}

function positive(text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError('Expected seconds, more than 0, at most 86400.')
  }
  return value
}

/** One command to its end; it sets the exit code. */
export async function main(words: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its message already.
      process.exitCode = error.exitCode === 0 ? 0 : 2
    } else {
      printError(error)
      process.exitCode = exitCodeOf(error)
    }
  }
}

const [, started] = process.argv
// Through a link, and without its ending, too: as Node finds it.
if (started !== undefined && createRequire(import.meta.url).resolve(started) === import.meta.filename) {
  outliveReaders()
  await main(process.argv.slice(2))
}
