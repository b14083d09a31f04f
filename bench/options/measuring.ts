import { type Command, Option } from 'commander'
import { launchers, writers } from '../../src/quick.ts'
import { scenarioNames } from '../scenario-names.ts'
import { collect, cpuNumber, duration_ms, seconds, whole, wholeOrZero } from './values.ts'

/** What every command that measures may be told. */
export function measuring(command: Command): Command {
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
    .option('--b <key=value,…>', 'candidate arm, compared with the baseline; may be repeated', collect, [])
    .option('--containers <n>', 'sequential: creations per arm; parallel: containers of one batch', whole)
    .option('--warmup <n>', 'rounds before the first that counts', wholeOrZero)
    .option('--budget <time>', 'begin no further round after this: 90s, 5m, 1h', duration_ms)
    .option('--metric <name>', 'what the verdict is about: wall, cpu, write, … (default: wall or makespan)')
    .option('--concurrency <n>', 'parallel: at most so many in flight', whole)
    .option('--timeout <seconds>', 'a create that takes longer is killed and counted as failed', seconds)
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
    .option(
      '--pin [cpu]',
      'sequential: stay on one CPU (default: the last one allowed); CPU times scatter less',
      cpuNumber,
    )
    .option('--allow-difference', 'measure filters that answer a system call of this host differently', false)
    .option('--seed <hex>', 'the seed of a stored run: the same schedule again')
    .option('--out <folder>', 'where runs are stored', 'results/runs')
}
