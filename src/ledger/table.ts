import type { Ledger } from './ledger.ts'

export interface LedgerTable {
  readonly columns: readonly string[]
  /** `null`: unknown. Text first, numbers raw. */
  readonly rows: readonly (readonly (string | number | null)[])[]
  /** Each line once, with the cells that it is about. */
  readonly notes: readonly string[]
}

/** The cells as a table: a row each, in the order given. */
export function ledgerTable(cells: readonly Ledger[]): LedgerTable {
  return {
    columns: columns.map(([name]) => name),
    rows: cells.map(cell => columns.map(([, value]) => value(cell))),
    notes: notesOf(cells),
  }
}

const columns: readonly (readonly [name: string, value: (cell: Ledger) => string | number | null])[] = [
  ['profile', ({ profile }) => profile.name],
  ['architecture', ({ architecture }) => architecture],
  ['converter', ({ converter }) => converter],
  ['architectures', ({ counts }) => counts.architectures],
  ['rules', ({ counts }) => counts.rules],
  ['names', ({ counts }) => counts.names],
  ['OCI bytes', ({ counts }) => counts.oci_bytes],
  ['OCI files', ({ counts }) => counts.oci_files],
  ['LXC bytes', ({ counts }) => counts.lxc_bytes],
  ['LXC lines', ({ counts }) => counts.lxc_lines],
  ['LXC files', ({ counts }) => counts.lxc_files],
  ['BPF instructions', ({ counts }) => counts.bpf_instructions],
  ['compile µs', ({ compile_us }) => (compile_us === null ? null : Math.round(compile_us))],
]

function notesOf(cells: readonly Ledger[]): readonly string[] {
  const byNote = new Map<string, string[]>()
  for (const { profile, architecture, converter, notes } of cells) {
    const cell = `${converter} ${architecture} ${profile.name}`
    for (const note of notes) byNote.set(note, [...(byNote.get(note) ?? []), cell])
  }
  return [...byNote].map(([note, about]) => `${about.join(', ')}: ${note}`)
}
