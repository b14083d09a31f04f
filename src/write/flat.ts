/**
 * The same text in one piece. JavaScript keeps a concatenation as a tree until somebody reads it; without this the
 * copying would be timed as part of `write`.
 */
export function flat(text: string): string {
  Buffer.byteLength(text)
  return text
}
