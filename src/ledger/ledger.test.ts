import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { endianness } from 'node:os'
import { describe, it } from 'node:test'
import { libseccompFor } from '../bpf/libseccomp.fixture.ts'
import { openLibseccomp } from '../bpf/libseccomp.ts'
import { converters } from '../convert/index.ts'
import { parseDockerProfile } from '../profile/docker.ts'
import type { LedgerCounts } from './count.ts'
import { ledgerOf } from './ledger.ts'
import { totalCalls } from './system-calls.ts'
import { ledgerTable } from './table.ts'

const missing = openLibseccomp('libnothing.so.9')
const reference = { name: 'default.json', bytes: 0, sha256: '' }

function cell(
  text: string,
  converter: keyof typeof converters,
  machine: string,
  opened = missing,
  clock_ns = () => 0,
) {
  const target = { machine, capabilities: [], kernel: { version: 6, revision: 1 } }
  const profile = parseDockerProfile(text)
  return ledgerOf({ converter: converters[converter], profile, reference, target, opened, clock_ns })
}

const own = readFileSync(new URL('../../../scenarios/profiles/default.json', import.meta.url), 'utf8')
const little = endianness() === 'LE' ? {} : { skip: 'the counts are those of little-endian machines' }

describe('the ledger', () => {
  it('counts what the converters make of the project’s profile, exactly', () => {
    const expected: Readonly<Record<string, LedgerCounts>> = Object.fromEntries(
      [
        ['full-arch x86_64', 19, 16, 377, 6199, 121547, 7184],
        ['host-arch x86_64', 3, 16, 377, 5884, 19202, 1136],
        ['host-arch aarch64', 2, 16, 377, 5869, 12808, 758],
        ['moby x86_64', 3, 13, 365, 5596, 18473, 1100],
      ].map(([name, architectures, rules, names, oci_bytes, lxc_bytes, lxc_lines]) => [
        name,
        {
          architectures,
          rules,
          names,
          oci_bytes,
          oci_files: 1,
          lxc_bytes,
          lxc_lines,
          lxc_files: 2,
          bpf_instructions: null,
        },
      ]),
    )
    for (const [name, counts] of Object.entries(expected)) {
      const [converter, machine] = name.split(' ') as [keyof typeof converters, string]
      assert.deepEqual(cell(own, converter, machine).counts, counts, name)
    }
  })

  it('counts the instructions of the compiled filter, and the time by the clock it is handed', little, t => {
    const library = libseccompFor(t)
    if (library === null) return
    let now_ns = 0
    const clock = () => (now_ns += 1_000_000)
    const opened = openLibseccomp()
    const made = cell(own, 'host-arch', 'x86_64', opened, clock)
    assert.equal(made.compile_us, 1000)
    assert.equal(made.libseccomp, library.version)
    if (library.version === '2.5.4') {
      const counts = (['full-arch', 'host-arch'] as const).map(
        converter => cell(own, converter, 'x86_64', opened, clock).counts.bpf_instructions,
      )
      assert.deepEqual(counts, [2528, 971])
    } else assert.ok((made.counts.bpf_instructions ?? 0) > 300)
    assert.match(made.notes.join('\n'), /clone3 left out: SCMP_ACT_ERRNO is the default action already/)
    const long = { name: 'ioctl', action: 'SCMP_ACT_ALLOW' }
    const args = Array.from({ length: 4100 }, (_, value) => ({
      index: 1,
      value: value * 3,
      op: 'SCMP_CMP_EQ',
    }))
    const text = JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ ...long, args }] })
    assert.match(
      cell(text, 'host-arch', 'x86_64', opened).notes.join('\n'),
      /\d+ instructions are more than a kernel takes \(4096\)/,
    )
  })

  it('is the same plain JSON every time', t => {
    if (libseccompFor(t) === null) return
    const made = () => cell(own, 'full-arch', 'aarch64', openLibseccomp())
    assert.deepEqual(made(), made())
    assert.deepEqual(JSON.parse(JSON.stringify(made())), made())
  })

  it('tells unknown from none: each null has its note, each 0 is a count', () => {
    const bare = cell(own, 'host-arch', 'x86_64')
    assert.equal(bare.counts.bpf_instructions, null)
    assert.equal(bare.compile_us, null)
    assert.match(
      bare.notes.join('\n'),
      /^no compiled filter: libnothing\.so\.9 cannot be called: .*libseccomp2\)$/m,
    )
    const none = cell('{}', 'host-arch', 'x86_64')
    assert.deepEqual(none.counts, {
      architectures: 0,
      rules: 0,
      names: 0,
      oci_bytes: 0,
      oci_files: 1,
      lxc_bytes: 0,
      lxc_lines: 0,
      lxc_files: 1,
      bpf_instructions: 0,
    })
    assert.deepEqual(none.notes.at(-1), 'the profile asks for no filter')
    const wordless = cell('{"defaultAction":"SCMP_ACT_LOG"}', 'host-arch', 'x86_64')
    assert.equal(wordless.counts.lxc_bytes, null)
    assert.match(wordless.notes.join('\n'), /lcr text: found the action SCMP_ACT_LOG/)
    const foreign = cell(own, 'host-arch', 's390x', openLibseccomp())
    assert.equal(foreign.counts.bpf_instructions, null)
  })

  it('is a table with a row for each cell and each note once', () => {
    const cells = [cell(own, 'full-arch', 'x86_64'), cell(own, 'host-arch', 'x86_64')]
    const { columns, rows, notes } = ledgerTable(cells)
    assert.deepEqual(
      rows.map(row => row.length),
      [columns.length, columns.length],
    )
    assert.equal(rows[1]![columns.indexOf('LXC lines')], cells[1]!.counts.lxc_lines)
    assert.equal(rows[1]![columns.indexOf('compile µs')], null)
    assert.equal(notes.length, 1)
    assert.match(
      notes[0]!,
      /^full-arch x86_64 default\.json, host-arch x86_64 default\.json: no compiled filter: /,
    )
  })
})

describe('the table of strace', () => {
  it('is read by its total', () => {
    const table =
      '    calls syscall\n--------- ----------------\n      100 mmap\n       36 total_of_x\n--------- ----------------\n      736 total\n'
    assert.equal(totalCalls(table), 736)
    assert.equal(totalCalls(table.slice(0, -20)), null)
    assert.equal(totalCalls(''), null)
  })
})
