import { exitCodes } from '../src/quick.ts'
import { printError } from './errors.ts'

/**
 * A terminal or a pipe that is gone (EPIPE, EIO) must not end a run: what is measured is stored all the same. A
 * redirected output that cannot be written (a full disk) is told by the exit code. An error that nobody waited for is a
 * defect of ours, and must not look like a verdict (Node's exit code 1).
 */
export function outliveReaders(): void {
  let lost = false
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (!gone.has(code ?? '')) lost = true
    })
  }
  process.on('exit', code => {
    if (lost && code === 0) process.exitCode = exitCodes.environment
  })
  process.on('uncaughtException', error => {
    printError(error)
    process.exit(exitCodes.internal)
  })
}

const gone: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'])
