import { appendFileSync, writeFileSync } from 'node:fs'
import {
  BenchError,
  type GateReport,
  gateAnnotations,
  gateExitCodes,
  gateJunit,
  gateStatus,
  gateSummary,
  gateText,
} from '../../src/index.ts'

export interface OutputOptions {
  readonly junit?: string
  /** Also where GitHub Actions runs this. */
  readonly annotations: boolean
  /** A file that the summary is appended to; GitHub names its own. */
  readonly summary?: string
}

/** Prints the report, writes what was asked for, and sets the exit code. */
export function publishGate(report: GateReport, options: OutputOptions, environment = process.env): void {
  process.stdout.write(gateText(report))
  const { junit } = options
  const summary = options.summary ?? environment.GITHUB_STEP_SUMMARY
  if (junit !== undefined) write(junit, () => writeFileSync(junit, gateJunit(report)))
  if (summary) write(summary, () => appendFileSync(summary, gateSummary(report)))
  if (options.annotations || environment.GITHUB_ACTIONS === 'true') {
    process.stdout.write(gateAnnotations(report))
  }
  process.exitCode = gateExitCodes[gateStatus(report)]
}

function write(path: string, work: () => void): void {
  try {
    work()
  } catch (cause) {
    throw new BenchError('environment', `${path}: cannot be written (${(cause as Error).message})`, { cause })
  }
}
