import type { Run } from '../src/index.ts'

/** How to measure the same again: a line for each command, to be pasted into a POSIX shell. */
export function repeatLines({ command, seed, commit, version }: Run): readonly string[] {
  const seeded = command.some(word => word === '--seed' || word.startsWith('--seed='))
  const words = seeded ? command : [...command, '--seed', seed]
  return [
    commit === null
      ? `# seccomp-bench ${version}; the commit is unknown`
      : `git checkout ${quoted(commit)}  # seccomp-bench ${version}`,
    words.map(quoted).join(' '),
  ].map(oneLine)
}

/** One shell word: as it is where it is harmless, else in single quotes, within which only ' is special. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** A line break inside a word would end the line that is pasted: shown, and not run as one. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]/g, '␤')
}
