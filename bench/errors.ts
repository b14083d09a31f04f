import { BenchError, exitCodes, oneLine } from '../src/quick.ts'

/** One line on standard error, and the next instruction on it; a defect of ours also shows where it happened. */
export function printError(error: unknown): void {
  if (error instanceof BenchError) {
    printLine(error.message, error.hint)
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`seccomp-bench: internal error, please report it: ${oneLine(text).slice(0, 2000)}\n`)
  }
}

/** `seccomp-bench: <what> (<hint>)`. */
export function printLine(what: string, hint?: string): void {
  process.stderr.write(`seccomp-bench: ${bounded(what)}${hint === undefined ? '' : ` (${bounded(hint)})`}\n`)
}

/** How a program of ours ends that failed: told, and with its exit code. */
export function endWith(error: unknown): void {
  printError(error)
  process.exitCode = exitCodeOf(error)
}

export function exitCodeOf(error: unknown): number {
  return error instanceof BenchError ? exitCodes[error.code] : exitCodes.internal
}

/** Longer than any sentence of ours with a usual path in it. */
const longest = 800

/** On one line, whatever was typed or read; of a long text the beginning and the end, where it says what was expected. */
function bounded(text: string): string {
  const line = oneLine(text)
  return line.length <= longest ? line : `${line.slice(0, longest / 2)} … ${line.slice(-longest / 2)}`
}
