/** The copy of the first arm that may ride along: what the machine calls a difference where there is none. */

/** Id of the copy of an arm: `A'` of `A`. */
export function copyId(id: string): string {
  return `${id}'`
}

/** Whether a comparison is of an arm with its own copy. */
export function isCopy({
  baseline,
  candidate,
}: {
  readonly baseline: string
  readonly candidate: string
}): boolean {
  return candidate === copyId(baseline)
}
