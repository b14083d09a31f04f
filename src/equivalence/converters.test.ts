import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it, type TestContext } from 'node:test'
import { capabilitySets } from '../capabilities.ts'
import { converters } from '../convert/index.ts'
import { parseDockerProfile } from '../profile/docker.ts'
import { differencesOf, little } from './equivalence.fixture.ts'
import { equivalenceLines } from './lines.ts'

describe('the converters', little, () => {
  const docker = '/usr/share/gocode/src/github.com/docker/docker/profiles/seccomp/default.json'
  const own = new URL('../../../scenarios/profiles/default.json', import.meta.url)
  const cloneRules =
    'the profile has one rule for S/390 and one for the others: iSulad’s way keeps the wrong one'

  const all = process.env.SECCOMP_BENCH_TESTS === 'all'

  function filters(t: TestContext, file: string | URL, machine: string) {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      if (process.env.SECCOMP_BENCH_REQUIRE === '1') assert.fail(`${file} is missing`)
      t.skip(
        `${file} is missing (apt-get install golang-github-docker-docker-dev golang-github-containers-common)`,
      )
      return null
    }
    const target = { machine, capabilities: capabilitySets.docker, kernel: { version: 6, revision: 1 } }
    const made = (name: keyof typeof converters) =>
      converters[name].convert(parseDockerProfile(text), target).filter
    return { full: made('full-arch'), host: made('host-arch'), moby: made('moby') }
  }

  for (const machine of ['x86_64', 'aarch64']) {
    for (const file of [own, docker, new URL('wide.json', own), '/usr/share/containers/seccomp.json']) {
      it(`full-arch and host-arch protect a ${machine} host alike with ${String(file).split('/').slice(-2).join('/')}`, t => {
        if (!all && (machine !== 'x86_64' || file !== own)) return t.skip('with SECCOMP_BENCH_TESTS=all')
        const made = filters(t, file, machine)
        if (made === null) return
        assert.deepEqual(differencesOf(t, made.full, made.host, machine) ?? [], [])
      })
    }

    it(`host-arch and moby differ in clone and clone3 alone, on ${machine}, with the project’s and Docker’s profile`, t => {
      for (const file of all ? [own, docker] : [own]) {
        const made = filters(t, file, machine)
        if (made === null) return
        const differences = differencesOf(t, made.host, made.moby, machine)
        if (differences === null) return
        const found = new Set(differences.map(({ name, a, b }) => `${name}: ${a}, ${b}`))
        assert.deepEqual(
          [...found].sort(),
          [
            'clone3: ERRNO 1 (EPERM), ERRNO 38 (ENOSYS)',
            'clone: ALLOW, ERRNO 1 (EPERM)',
            'clone: ERRNO 1 (EPERM), ALLOW',
          ],
          cloneRules,
        )
      }
    })
  }

  it('host-arch loses every error number of Podman’s profile: its default is ENOSYS, iSulad’s way EPERM', t => {
    const made = filters(t, '/usr/share/containers/seccomp.json', 'x86_64')
    if (made === null) return
    const differences = differencesOf(t, made.host, made.moby)
    if (differences === null) return
    assert.ok(differences.length > 100)
    assert.deepEqual(
      [...new Set(differences.map(({ a, b }) => `${a}, ${b}`))],
      ['ERRNO 1 (EPERM), ERRNO 38 (ENOSYS)'],
    )
    const lines = equivalenceLines(
      { status: 'different', differences, cases: 1, notes: [] },
      { a: 'host-arch', b: 'moby' },
      3,
    )
    assert.equal(lines.length, 5)
    assert.match(
      lines[1]!,
      /^ {2}personality \(x86_64 135, x32 1073741959, x86 136\), for example with args\[0\]=0x1: host-arch ERRNO 1/,
    )
    assert.match(lines[4]!, /^… and \d+ more$/)
  })
})
