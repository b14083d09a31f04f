import { type Command, Option } from 'commander'
import { percentOrZero, wholeOrZero } from '../options/values.ts'

export function addHistory(program: Command): void {
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
    .action(async options => (await import('../history.ts')).historyCommand(options))
}
