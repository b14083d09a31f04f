import type { Control } from '../contracts.ts'
import { oneLine } from '../errors.ts'

const TIMEOUT_MS = 30_000
/** Of each stream; what is beyond is cut off and ends the command. */
const OUTPUT_CHARACTERS = 1_000_000

/**
 * Runs control commands (versions, features, state) with execa: no shell, a process group of its own (Ctrl-C does not
 * reach it), a fixed locale so that messages can be read. Never throws for a program's failure. execa is loaded at the
 * first call: it is a quarter of what a start would take, and most commands start nothing.
 */
export const control: Control = async (file, parameters, options = {}) => {
  const { execa } = await import('execa')
  const subprocess = execa(file, [...parameters], {
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    env: { LC_ALL: 'C' },
    maxBuffer: OUTPUT_CHARACTERS,
    stripFinalNewline: false,
    detached: true,
    cleanup: false,
    reject: false,
  })
  const timer = setTimeout(() => stop(subprocess), options.timeout_ms ?? TIMEOUT_MS)
  const result = await subprocess
  clearTimeout(timer)
  const { exitCode, stdout, stderr } = result
  if (exitCode === undefined) {
    return { exitCode: null, stdout: stdout ?? '', stderr: stderr || oneLine(result.shortMessage ?? '') }
  }
  return { exitCode, stdout, stderr }
}

/** Kills the whole group and closes the pipes, which a grandchild that left the group could hold open for ever. */
function stop(subprocess: {
  readonly pid?: number | undefined
  readonly stdout: { destroy: () => void } | null
  readonly stderr: { destroy: () => void } | null
}): void {
  try {
    if (subprocess.pid !== undefined) process.kill(-subprocess.pid, 'SIGKILL')
  } catch {
    // It ended already; only its pipes are still open.
  }
  subprocess.stdout?.destroy()
  subprocess.stderr?.destroy()
}
