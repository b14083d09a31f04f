import type { ZodError } from 'zod'

/** The first thing that a schema found wrong: JSON path and reason, in a line of bounded length. */
export function firstIssue(error: ZodError): string {
  const { path, message } = error.issues[0]!
  return `${shortened(['$', ...path.map(String)].join('.'))}: ${shortened(message)}`
}

/** What was found may be repeated in a message, and may be a megabyte long. */
export function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`
}
