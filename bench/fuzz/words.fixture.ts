/** Command lines that are nearly right: what a hand, a script or an enemy types. */
import type { Option } from 'commander'
import fc from 'fast-check'
import { hostileText } from '../../src/fuzz/mutate.fixture.ts'
import { program } from '../program.ts'

/** Names in the folder that the commands run in; none of them leads out of it. */
const files = [
  ...['run', 'run/run.json', 'other', 'broken', 'dead', 'none', '.', '-'],
  ...['profile.json', 'scenario.yaml', 'baseline.json', 'made', 'made/below', 'profile.json/below'],
]

const values = [
  ...[
    '',
    '0',
    '1',
    '2',
    '0.5',
    '-1',
    '1e3',
    '99999999',
    '90s',
    '1h',
    '0.1s',
    'quick',
    'sequential',
    'memory',
  ],
  ...['x86_64', 'arm64', 'docker', 'none', 'CAP_CHOWN,CAP_KILL', '6.1', 'wall', 'cpu,wall', '5eed', 'A'],
  ...[
    'converter=moby',
    'converter=moby,profile=profile.json',
    'writer=memory,label=one',
    'fake=profile.json',
  ],
]

/** What reaches out of the process: real containers, another mount namespace, a build of another revision. */
const leftOut: ReadonlySet<string> = new Set(['--private-mounts', '--system-calls', '--against'])
const commands = program().commands.filter(command => command.name() !== 'doctor')

/** Behind the words of a command that measures: one short run, whatever they say, without pictures. */
const short = '--writer memory --containers 1 --rounds 1 --warmup 0 --budget 0.1s --out made'.split(' ')

const file = fc.constantFrom(...files)
const value = fc.oneof(
  { weight: 6, arbitrary: file },
  { weight: 6, arbitrary: fc.constantFrom(...values) },
  { weight: 1, arbitrary: hostileText },
)

/** Right as they stand: a random line is so in one of twenty cases, and what follows the reading of words is then not reached. */
const right = [
  ...[
    'analyse run',
    'analyse other --json',
    'export run --format csv',
    'export other --format bmf',
    'claims run other',
  ],
  ...['convert --profile profile.json', 'convert --profile profile.json --format lcr --machine aarch64'],
  ...[
    'diff profile.json profile.json',
    'merge run other --out made',
    'reap dead --dry-run',
    'history --runs .',
  ],
].map(line => line.split(' '))

export const commandLines: fc.Arbitrary<readonly string[]> = fc
  .oneof(
    { weight: commands.length, arbitrary: fc.constantFrom(...right) },
    ...commands.map(command => {
      const usable = command.options.filter(({ long }) => !leftOut.has(long!))
      const options = fc.array(fc.constantFrom(...usable).chain(wordsOf), { maxLength: 4 })
      const operands = fc.array(fc.oneof({ weight: 4, arbitrary: file }, value), { maxLength: 3 })
      const has = (name: string): boolean => usable.some(({ long }) => long === name)
      const end = [...(has('--containers') ? short : []), ...(has('--no-charts') ? ['--no-charts'] : [])]
      return fc
        .tuple(operands, options)
        .map(([names, chosen]) => [command.name(), ...names, ...chosen.flat(), ...end])
    }),
  )
  .chain(words => fc.tuple(fc.constant(words), mutations).map(([list, some]) => some.reduce(mutated, list)))
  .map(words => words.map(word => harmless(word)))

function wordsOf(option: Option): fc.Arbitrary<readonly string[]> {
  const name = option.long!
  if (!option.required && !option.optional) return fc.constant([name])
  const known = option.argChoices ?? []
  const chosen = known.length === 0 ? value : fc.oneof(fc.constantFrom(...known), value)
  return fc.tuple(chosen, fc.boolean()).map(([text, joined]) => (joined ? [`${name}=${text}`] : [name, text]))
}

const mutations = fc.array(
  fc.record({
    kind: fc.constantFrom('remove', 'repeat', 'replace', 'insert', 'cut', 'swap'),
    place: fc.nat(),
    text: fc.oneof(hostileText, fc.constantFrom('--', '-', '--=', '-x', '--no-charts', '--json', '--help')),
  }),
  { maxLength: 2 },
)

type Mutation = (typeof mutations extends fc.Arbitrary<infer T> ? T : never)[number]

function mutated(words: readonly string[], { kind, place, text }: Mutation): readonly string[] {
  const at = place % (words.length + 1)
  const [before, word, after] = [words.slice(0, at), words[at] ?? '', words.slice(at + 1)]
  switch (kind) {
    case 'remove':
      return [...before, ...after]
    case 'repeat':
      return [...before, word, word, ...after]
    case 'replace':
      return [...before, text, ...after]
    case 'insert':
      return [...before, text, word, ...after]
    case 'cut':
      return [...before, word.slice(0, place % (word.length + 1)) + text, ...after]
    case 'swap':
      return [...after, word, ...before]
  }
}

/**
 * A word that a user may give, but not as root in a test: it names no place outside of the folder, no database, and
 * holds no NUL, which no command line can.
 */
function harmless(word: string): string {
  return word
    .replaceAll('\0', '')
    .replace(/\.\.+/g, '.')
    .replace(/(^|[^\w.-])\/+/g, '$1')
    .replace(/postgres/gi, '')
}
