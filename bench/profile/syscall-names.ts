/** A system call's name and the kernel tables that have it (`x86_64`, `arm`, `generic`, …; see headers.ts). */
export interface SyscallName {
  readonly name: string
  readonly tables: readonly string[]
}

/** Reads a list of `name table table …` lines; `#` starts a comment line. The inverse of `formatSyscallNames`. */
export function parseSyscallNames(text: string): readonly SyscallName[] {
  return text
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const [name, ...tables] = line.split(' ')
      return { name: name!, tables }
    })
}

/** One line a name, sorted by name, under `heading` as comment lines. */
export function formatSyscallNames(heading: readonly string[], names: readonly SyscallName[]): string {
  const lines = names
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, tables }) => [name, ...tables].join(' '))
  return `${[...heading.map(line => `# ${line}`), ...lines].join('\n')}\n`
}
