import { type Command, Option } from 'commander'
import { converters } from '../../src/quick.ts'
import { collect } from '../options/values.ts'

export function addConvert(program: Command): void {
  program
    .command('convert')
    .description('print the filter that a converter makes of a profile')
    .requiredOption('--profile <file>', 'a seccomp profile in Docker’s format; - reads standard input')
    .addOption(converterOption('the rules to follow'))
    .option('--machine <uname>', 'uname -m of the host that the filter is for (default: this one)')
    .option('--caps <names>', 'bounding set: CAP_A,CAP_B', '')
    .option('--kernel <version>', 'for minKernel (default: the running one)')
    .addOption(
      new Option('--format <name>', 'OCI JSON, or lcr’s text').choices(['oci', 'lcr']).default('oci'),
    )
    .action(async options => (await import('../convert.ts')).convertCommand(options))
}

export function addLedger(program: Command): void {
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
    .action(async options => (await import('../ledger.ts')).ledgerCommand(options))
}

export function addDiff(program: Command): void {
  program
    .command('diff')
    .description('tell whether two filters answer alike; exit code 0 alike, 1 different, 3 unknown')
    .argument('<a>', 'a profile, or converter=…,profile=…')
    .argument('<b>', 'the same for the other side')
    .option('--profile <file>', 'for a side that names none (default: the scenarios’)')
    .addOption(converterOption('for a side that names none'))
    .option('--machine <uname>', 'uname -m of the host that the filters are for (default: this one)')
    .option('--caps <names>', 'bounding set: docker, none, or CAP_A,CAP_B', 'docker')
    .option('--kernel <version>', 'for minKernel (default: the running one)')
    .option('--json', 'as JSON', false)
    .action(async (a, b, options) => (await import('../diff.ts')).diffCommand(a, b, options))
}

function converterOption(description: string): Option {
  return new Option('--converter <name>', description).choices(Object.keys(converters)).default('host-arch')
}
