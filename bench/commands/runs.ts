import { type Command, Option } from 'commander'
import { exporters } from '../../src/quick.ts'
import { percent } from '../options/values.ts'

export function addAnalyse(program: Command): void {
  program
    .command('analyse')
    .description('analyse a stored run anew: byte for byte what it printed')
    .argument('<run>', 'folder of a run')
    .option('--json', 'the whole analysis as JSON', false)
    .option('--verdict-exit', 'exit 1 for SLOWER, 3 for INCONCLUSIVE', false)
    .action(async (run, options) => (await import('../analyse.ts')).analyseCommand(run, options))
}

export function addReport(program: Command): void {
  program
    .command('report')
    .description('draw the charts of one or several stored runs, as one set, with report.html and report.md')
    .argument('<runs...>', 'folders of runs')
    .option('--out <folder>', 'where the files go (default: the first run’s folder)')
    .option('--reference', 'draw the published figures beside ours', false)
    .option('--no-html', 'pictures alone, without report.html and report.md')
    .action(async (runs, options) => (await import('../report.ts')).reportCommand(runs, options))
}

export function addReap(program: Command): void {
  program
    .command('reap')
    .description(
      'remove what killed runs left behind: only what their journals name; saves what they measured',
    )
    .argument('[runs...]', 'folders of runs (default: all of --out)')
    .option('--out <folder>', 'where runs are stored', 'results/runs')
    .option('--dry-run', 'only tell', false)
    .action(async (runs, options) => (await import('../reap.ts')).reapCommand(runs, options))
}

export function addClaims(program: Command): void {
  program
    .command('claims')
    .description('lay the published figures beside stored runs: consistent, contradicted, or not resolvable?')
    .argument('[runs...]', 'folders of runs')
    .option('--json', 'as JSON', false)
    .action(async (runs, options) => (await import('../claims.ts')).claimsCommand(runs, options))
}

export function addExport(program: Command): void {
  program
    .command('export')
    .description('write a stored run in another program’s format')
    .argument('<run>', 'folder of a run')
    .addOption(
      new Option('--format <name>', 'the format').choices(Object.keys(exporters)).makeOptionMandatory(),
    )
    .option('--out <file>', 'where to; - is standard output', '-')
    .action(async (run, options) => (await import('../export.ts')).exportCommand(run, options))
}

export function addMerge(program: Command): void {
  program
    .command('merge')
    .description('join runs of several machines for one report; runs of one cell become one run')
    .argument('<runs...>', 'folders of runs')
    .requiredOption('--out <folder>', 'a new or empty folder')
    .option('--pool', 'everything must be one cell of one kind of machine', false)
    .action(async (runs, options) => (await import('../merge.ts')).mergeCommand(runs, options))
}

export function addCompare(program: Command): void {
  program
    .command('compare')
    .description('the same statistics for rounds that another program measured')
    .argument('<file>', 'CSV: a row per trial, with round, slot, arm and columns of positive numbers')
    .option('--a <arm>', 'baseline (default: the first arm by name)')
    .option('--b <arm>', 'candidate (default: the next one)')
    .option(
      '--metric <columns>',
      'comma-separated; the verdict is about the first (default: trial_wall_ns, wall_ns, …)',
    )
    .option('--mde <percent>', 'the change to find', percent, 1)
    .option('--margin <percent>', 'the change to exclude', percent, 1)
    .option('--seed <hex>', 'for the exact test’s sampling', '0')
    .option('--json', 'as JSON', false)
    .option('--verdict-exit', 'exit 1 for SLOWER, 3 for INCONCLUSIVE', false)
    .action(async (file, options) => (await import('../compare.ts')).compareCommand(file, options))
}
