import { type Command, Option } from 'commander'
import { measuring } from '../options/measuring.ts'
import { percent, whole } from '../options/values.ts'

/** What a run that goes on takes from its journal. */
const chosenOptions = [
  ...['mode', 'scenario', 'writer', 'runtime', 'profile', 'arch', 'caps', 'a', 'b', 'containers', 'warmup'],
  ...['rounds', 'mde', 'margin', 'maxRounds', 'aa', 'budget', 'metric', 'concurrency', 'timeout', 'fsync'],
  ...['launcher', 'privateMounts', 'pin', 'seed', 'out'],
]

export function addRun(program: Command): void {
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
    .action(async options => (await import('../run.ts')).runCommand(options))
}

export function addAa(program: Command): void {
  measuring(
    program.command('aa').description('compare copies of one arm: how often are they told apart here?'),
  )
    .option('--replicates <n>', 'comparisons', whole, 40)
    .option('--rounds <n>', 'rounds of one comparison', whole, 20)
    .option('--json', 'the result as one JSON object', false)
    .action(async options => (await import('../aa.ts')).aaCommand(options))
}

export function addPlan(program: Command): void {
  measuring(
    program
      .command('plan')
      .description('how many rounds would it take here, and how long? Asks a short pilot'),
  )
    .option('--rounds <n>', 'rounds of the pilot', whole, 40)
    .option('--mde <percent>', 'the change to find', percent)
    .option('--margin <percent>', 'the change to exclude', percent)
    .option('--json', 'as one JSON object', false)
    .action(async options => (await import('../plan.ts')).planCommand(options))
}
