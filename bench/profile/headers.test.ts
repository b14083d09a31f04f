import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { namesOfHeader, namesOfTables, tableFiles } from './headers.ts'
import { committed } from './profiles-folder.ts'
import { formatSyscallNames, parseSyscallNames } from './syscall-names.ts'

const headerCases: readonly [title: string, header: string, names: readonly string[]][] = [
  ['a plain definition', '#define __NR_read 0\n', ['read']],
  ['one relative to a base', '#define __NR_accept (__X32_SYSCALL_BIT + 43)\n', ['accept']],
  ['an indented one', '# define __NR_sync_file_range2\t84\n', ['sync_file_range2']],
  ["one of arm's own", '#define __ARM_NR_set_tls (__ARM_NR_BASE+5)\n', ['set_tls']],
  [
    'no base, bound or hole',
    '#define __NR_SYSCALL_BASE 0\n#define __NR_syscalls 451\n#define __NR_unused18 18\n',
    [],
  ],
  ['no undefinition, no comment', '#undef __NR_read\n/* __NR_write 1 */\n', []],
  ['no alias macro of the generic table', '#define __NR3264_fstatat 79\n', []],
  ['the name that the alias stands for', '#define __NR_newfstatat __NR3264_fstatat\n', ['newfstatat']],
]

for (const [title, header, names] of headerCases) {
  test(`a header gives ${title}`, () => assert.deepEqual(namesOfHeader(header), names))
}

test('a name lists every table that has it, once, in the order of the tables', () => {
  const read = (path: string) => (/unistd_(64|32)\.h$|unistd-eabi/.test(path) ? '#define __NR_dup 1\n' : '')
  assert.deepEqual(namesOfTables(read), [
    { name: 'dup', tables: ['x86_64', 'x86', 'arm', 'ppc64le', 's390', 's390x'] },
  ])
})

test('reading the written list gives the names back, sorted', () => {
  const word = fc.stringMatching(/^[a-z_0-9]{1,12}$/)
  const syscall = fc.record(
    { name: word, tables: fc.array(word, { minLength: 1, maxLength: 4 }) },
    { noNullPrototype: true },
  )
  const names = fc.uniqueArray(syscall, { selector: ({ name }) => name })
  fc.assert(
    fc.property(names, list => {
      const back = parseSyscallNames(formatSyscallNames(['a heading', 'of two lines'], list))
      assert.deepEqual(
        back,
        list.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      )
    }),
  )
})

// Headers only ever gain names, so the list must be a part of whatever newer kernel's headers are installed here.
for (const table of ['x86_64', 'x86', 'x32']) {
  const installed = `/usr/include/${tableFiles[table]![0]!.replace('/include', '')}`
  const skip = existsSync(installed) ? false : `needs ${installed} (Debian: linux-libc-dev)`
  test(`the list invents no name for the kernel's ${table} table`, { skip }, () => {
    const real = new Set(namesOfHeader(readFileSync(installed, 'utf8')))
    const listed = parseSyscallNames(committed('syscalls.txt')).filter(({ tables }) => tables.includes(table))
    assert.ok(listed.length > 300)
    assert.deepEqual(
      listed.filter(({ name }) => !real.has(name)),
      [],
    )
  })
}
