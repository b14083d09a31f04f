import { BenchError, exitCodes, oneLine } from '../src/quick.ts'

/** One line on standard error, and the next instruction on it; a defect of ours also shows where it happened. */
export function printError(error: unknown): void {
  if (error instanceof BenchError) {
    const hint = error.hint === undefined ? '' : ` (${error.hint})`
    process.stderr.write(`seccomp-bench: ${error.message}${hint}\n`)
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`seccomp-bench: internal error, please report it: ${oneLine(text).slice(0, 2000)}\n`)
  }
}

export function exitCodeOf(error: unknown): number {
  return error instanceof BenchError ? exitCodes[error.code] : exitCodes.internal
}
