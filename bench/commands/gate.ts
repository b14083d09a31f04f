import type { Command } from 'commander'
import { percent, whole } from '../options/values.ts'

export function addGate(program: Command): void {
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
    .action(async (runs, options) => (await import('../gate.ts')).gateCommand(runs, options))
}
