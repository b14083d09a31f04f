/** What several test files need; no part of the library. */
import { existsSync, readFileSync } from 'node:fs'
import { BenchError } from '../errors.ts'

const docker = '/usr/share/gocode/src/github.com/docker/docker/profiles/seccomp'

/** Real profiles, read from Debian packages because their licences are not this project's. */
export const debianProfiles = {
  podman: '/usr/share/containers/seccomp.json',
  docker: `${docker}/default.json`,
  dockerOldFormat: `${docker}/fixtures/default-old-format.json`,
  dockerConditional: `${docker}/fixtures/conditional_include.json`,
  dockerExample: `${docker}/fixtures/example.json`,
} as const

export type DebianProfile = keyof typeof debianProfiles

export function debianProfile(name: DebianProfile): string {
  return readFileSync(debianProfiles[name], 'utf8')
}

/** For `{ skip }`: a reason where the packages are absent, unless SECCOMP_BENCH_REQUIRE=1: then the test runs, and fails. */
export const withoutDebianProfiles = skipUnless(
  Object.values(debianProfiles).every(file => existsSync(file)),
  'no real profiles here: apt-get install golang-github-containers-common golang-github-docker-docker-dev',
)

export function skipUnless(present: boolean, reason: string): string | false {
  return present || process.env.SECCOMP_BENCH_REQUIRE === '1' ? false : reason
}

/** Long tests run where SECCOMP_BENCH_TESTS=all, or where everything is required. */
export const runsAll = process.env.SECCOMP_BENCH_TESTS === 'all' || process.env.SECCOMP_BENCH_REQUIRE === '1'

/** What `action` throws must be a BenchError `bad-input` of one short line; gives its message. */
export function refusal(action: () => unknown): string {
  let result: unknown
  try {
    result = action()
  } catch (error) {
    if (!(error instanceof BenchError) || error.code !== 'bad-input') throw error
    if (/[\n\r]/.test(error.message) || error.message.length > 300) throw error
    return error.message
  }
  throw new Error(`nothing was refused; the result was ${JSON.stringify(result)?.slice(0, 200)}`)
}
