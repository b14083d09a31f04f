import assert from 'node:assert/strict'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { cliPeak } from './peak.ts'

const onlyAll =
  process.env.SECCOMP_BENCH_TESTS === 'all' ? false : 'half a minute: SECCOMP_BENCH_TESTS=all runs it'
const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-large-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const depth = 100_000
const size_bytes = 100_000_000

/** Ways of being too much; `text` in pieces, for 100 MB are not one string. */
const floods: Readonly<Record<string, () => Iterable<string>>> = {
  '100 MB of blanks': () => pieces(' '),
  '100 MB of one word': () => pieces('a'),
  '100 MB of lines': () => pieces('a,b,c\n'),
  '100 MB of brackets': () => pieces('[],'),
  '100,000 lists deep': () => ['['.repeat(depth), ']'.repeat(depth)],
  '100,000 objects deep': () => ['{"a":'.repeat(depth), '1', '}'.repeat(depth)],
}

function* pieces(unit: string): Iterable<string> {
  const piece = unit.repeat(1_000_000 / unit.length)
  for (let length = 0; length < size_bytes; length += piece.length) yield piece
}

function flood(name: string, path: string): void {
  const descriptor = openSync(path, 'w', 0o600)
  for (const piece of floods[name]!()) writeSync(descriptor, piece)
  closeSync(descriptor)
}

/** The input of each kind in a place of its own; gives the words of the command that reads it. */
const inputs: Readonly<Record<string, (place: string, name: string) => readonly string[]>> = {
  'a profile': (place, name) => {
    flood(name, join(place, 'p.json'))
    return ['convert', '--profile', join(place, 'p.json')]
  },
  'a profile of a ledger': (place, name) => {
    flood(name, join(place, 'p.json'))
    return ['ledger', '--profile', join(place, 'p.json')]
  },
  'a scenario': (place, name) => {
    flood(name, join(place, 's.yaml'))
    return ['run', '--scenario', join(place, 's.yaml'), '--out', join(place, 'out')]
  },
  'a run': (place, name) => {
    flood(name, join(place, 'run.json'))
    return ['analyse', place]
  },
  'a run to merge': (place, name) => {
    flood(name, join(place, 'run.json'))
    return ['merge', place, '--out', join(place, 'out')]
  },
  'a journal': (place, name) => {
    flood(name, join(place, 'journal.jsonl'))
    return ['run', '--resume', place]
  },
  'a baseline': (place, name) => {
    flood(name, join(place, 'b.json'))
    return ['gate', '--baseline', join(place, 'b.json')]
  },
  'rounds as CSV': (place, name) => {
    flood(name, join(place, 'r.csv'))
    return ['compare', join(place, 'r.csv')]
  },
}

/** A list would be taken for several places to read from. */
function* each(texts: Iterable<string>): Iterable<string> {
  yield* texts
}

async function run(words: readonly string[], place: string, input?: Iterable<string>) {
  return cliPeak(words, join(place, 'peak'), {
    reject: false,
    timeout: 60_000,
    ...(input === undefined ? { stdin: 'ignore' as const } : { stdin: each(input) }),
  })
}

describe('what is too large or too deep', { skip: onlyAll }, () => {
  for (const [kind, prepare] of Object.entries(inputs)) {
    it(`as ${kind} is refused in one line, within a minute and 300 MiB`, async t => {
      for (const name of Object.keys(floods)) {
        const place = join(folder, `${kind}-${name}`.replaceAll(/[^a-z0-9]+/gi, '-'))
        mkdirSync(place, { mode: 0o700 })
        writeFileSync(join(place, 'peak'), '')
        const { exitCode, stdout, stderr, peak_mib } = await run(prepare(place, name), place)
        const told = `${kind}, ${name}: ${exitCode} ${stderr.slice(0, 500)}`
        t.diagnostic(`${name}: ${Math.round(peak_mib)} MiB`)
        assert.equal(exitCode, 2, told)
        assert.equal(stdout, '', told)
        assert.match(stderr, /^seccomp-bench: [^\n]{1,1200}$/, told)
        assert.ok(peak_mib > 0 && peak_mib < 300, `${told}: ${peak_mib} MiB`)
        rmSync(place, { recursive: true })
      }
    })
  }

  it('on standard input is refused while it still comes', async () => {
    for (const name of Object.keys(floods)) {
      const { exitCode, stderr, peak_mib } = await run(['convert', '--profile', '-'], folder, floods[name]!())
      assert.equal(exitCode, 2, `${name}: ${stderr.slice(0, 300)}`)
      assert.match(stderr, /^seccomp-bench: standard input: [^\n]{1,1000}$/)
      assert.ok(peak_mib < 300, `${name}: ${peak_mib} MiB`)
    }
  })
})
