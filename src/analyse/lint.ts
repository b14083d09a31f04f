/** What a report's text may not do. */

const claims = [
  /\bsame\b/i,
  /\bidentical\b/i,
  /\bno change\b/i,
  /\bunchanged\b/i,
  /\bno effect\b/i,
  /\bequal performance\b/i,
]

/**
 * Faults of a text for people, one line each; empty: none. Every line that states a change (a signed percentage) needs
 * its interval `[low, high]`, the text needs the number of rounds and the seed, and lack of evidence is never called
 * sameness.
 */
export function lintReport(text: string): readonly string[] {
  const faults: string[] = []
  let changes = 0
  text.split('\n').forEach((line, index) => {
    const claim = claims.find(words => words.test(line))
    if (claim !== undefined) faults.push(`line ${index + 1}: claims sameness: ${line.trim()}`)
    if (!/[+−-]\d+(\.\d+)?\s?%/.test(line)) return
    changes++
    if (!/\[[^\]]*,[^\]]*\]/.test(line))
      faults.push(`line ${index + 1}: a change without its interval: ${line.trim()}`)
  })
  if (changes > 0 && !/\b\d+ rounds\b/.test(text)) faults.push('the number of rounds is not stated')
  if (changes > 0 && !/\bseed\b/i.test(text)) faults.push('the seed is not stated')
  return faults
}
