import type { Command } from 'commander'
import { collect } from '../options/values.ts'

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('tell which writers and runtimes work here, and why the others do not')
    .option('--runtime <name=path>', 'another OCI runtime; may be repeated', collect, [])
    .option('--private-mounts', 'look from a private mount namespace, as `run --private-mounts` does', false)
    .option('--json', 'as JSON', false)
    .action(async options => (await import('../doctor.ts')).doctorCommand(options))
}
