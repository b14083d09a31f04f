import { styleText } from 'node:util'
import Table from 'cli-table3'
import { cgroupLayout, type Diagnosis, diagnose, enterPrivateMounts } from '../src/quick.ts'

export interface DoctorOptions {
  readonly runtime: readonly string[]
  readonly privateMounts: boolean
  readonly json: boolean
}

/** Says of every writer whether one container could be made with it here, and what to do where not. */
export async function doctorCommand(options: DoctorOptions): Promise<void> {
  const layout = cgroupLayout()
  if (options.privateMounts) enterPrivateMounts()
  const diagnoses = await diagnose(options.runtime)
  if (options.json)
    process.stdout.write(`${JSON.stringify({ cgroups: layout, writers: diagnoses }, null, 2)}\n`)
  else process.stdout.write(doctorText(layout, diagnoses))
}

function doctorText(layout: string, diagnoses: readonly Diagnosis[]): string {
  const table = new Table({
    head: ['writer', 'works here', 'what it is, or why not'],
    colWidths: [12, 22, null],
    style: { head: [], border: [], compact: true },
  })
  for (const { name, status, detail, hint } of diagnoses) {
    table.push([name, mark(status), hint === null ? detail : `${detail}\n→ ${hint}`])
  }
  return `cgroups: ${layout}; one container was made and removed with every runtime that works\n${table.toString()}\n`
}

function mark(status: Diagnosis['status']): string {
  const colour = (name: 'green' | 'yellow' | 'red', text: string) =>
    process.stdout.isTTY ? styleText(name, text) : text
  switch (status) {
    case 'usable':
      return colour('green', '✓ yes')
    case 'usable-with-private-mounts':
      return colour('yellow', '✓ --private-mounts')
    case 'unusable':
      return colour('red', '✗ no')
  }
}
