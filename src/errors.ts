/** Why a command stopped; each code has one exit code (`exitCodes`). */
export type ErrorCode = keyof typeof exitCodes

/** Exit codes of every command, in one table: the README repeats it. */
export const exitCodes = {
  /** The input (profile, scenario, option, run file) is wrong: mend it and run again. */
  'bad-input': 2,
  /** A runtime, file system or host refused what was asked of it. */
  environment: 4,
  /** A defect of this program. */
  internal: 70,
} as const

/**
 * An error that tells its reader what to do next.
 * `message` is one line: where, what was found, what was expected; `hint` is the next instruction.
 */
export class BenchError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(oneLine(message), { cause: options.cause })
    this.name = 'BenchError'
    this.code = code
    this.hint = options.hint === undefined ? undefined : oneLine(options.hint)
  }
}

/**
 * Control characters become visible escapes, so that hostile text stays on its line and cannot steer a terminal; so
 * do those that turn the direction of writing.
 */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, character =>
    character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
