import { stringify } from 'csv-stringify/sync'
import type { Exporter } from '../contracts.ts'
import type { Creation, Trial } from '../model.ts'

/** One row per container, units in the column names; a cell is empty where there is nothing to tell. */
export const csv: Exporter = {
  name: 'csv',
  summary: 'one row per container, for spreadsheets and data frames',
  fileName: 'samples.csv',
  *serialise(run) {
    yield stringify([columns])
    const labels = new Map(run.arms.map(arm => [arm.id, arm.label]))
    for (const trial of run.trials) {
      yield stringify(
        trial.creations.map((creation, index) => row(trial, labels.get(trial.arm) ?? '', creation, index)),
        { cast: { string: harmless } },
      )
    }
  },
}

const columns = [
  'round',
  'slot',
  'arm',
  'label',
  'warmup',
  'interrupted',
  'container',
  'status',
  'reason',
  'start_ns',
  'end_ns',
  'latency_ns',
  'parse_ns',
  'convert_ns',
  'serialise_ns',
  'write_ns',
  'create_ns',
  'delete_ns',
  'spec_bytes',
  'spec_files',
  'create_user_us',
  'create_system_us',
  'create_minor_faults',
  'create_major_faults',
  'create_voluntary_switches',
  'create_involuntary_switches',
  'trial_wall_ns',
  'trial_spec_makespan_ns',
  'trial_create_makespan_ns',
  'trial_cpu_us',
]

type Cell = string | number | null

function row(trial: Trial, label: string, creation: Creation, index: number): Cell[] {
  const { phases, usage } = creation
  return [
    trial.round,
    trial.slot,
    trial.arm,
    label,
    trial.warmup ? 1 : 0,
    trial.interrupted ? 1 : 0,
    index,
    creation.status,
    creation.reason ?? null,
    creation.start_ns,
    creation.end_ns,
    creation.latency_ns,
    phases.parse,
    phases.convert,
    phases.serialise,
    phases.write,
    phases.create,
    phases.remove,
    creation.bytes,
    creation.files,
    usage?.user_us ?? null,
    usage?.system_us ?? null,
    usage?.minorFaults ?? null,
    usage?.majorFaults ?? null,
    usage?.voluntarySwitches ?? null,
    usage?.involuntarySwitches ?? null,
    trial.wall_ns,
    trial.spec_makespan_ns,
    trial.create_makespan_ns,
    trial.cpu_us,
  ]
}

/** A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
