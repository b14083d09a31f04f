import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

interface ReferenceRequest {
  /** The profile's text. */
  readonly profile: string
  readonly capabilities: readonly string[]
  /** Times this many calls instead of answering with the filter. */
  readonly repeat?: number
}

/** A running reference program; answers are whole lines of JSON, in the order of the questions. */
export interface Reference {
  readonly ask: (request: ReferenceRequest) => Promise<string>
  readonly close: () => Promise<void>
}

/** Starts the program (under `emulator`, where the program is foreign). An early death rejects what was asked. */
export function startReference(program: string, emulator?: string): Reference {
  const [file, parameters] = emulator === undefined ? [program, []] : [emulator, [program]]
  const child = spawn(file, parameters, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`${program} ended with exit code ${code}`)))
  })
  // Whoever asks races against this promise; where nobody asks, an end is no news.
  ended.catch(() => {})
  child.stdin.on('error', () => {})
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      const line = await Promise.race([lines.next(), ended])
      if (line.done === true) throw new Error(`${program} closed its output`)
      return line.value
    },
    close: () => close(child),
  }
}

async function close(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise(resolve => child.once('exit', resolve))
  child.stdin?.end()
  await exit
}
