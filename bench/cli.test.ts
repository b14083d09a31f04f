import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { allowedCpus, lintReport, openLibseccomp, readRun } from '../src/index.ts'
import { packageFolder } from './package.ts'
import { wellEnded } from './robust.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-cli-'))
after(() => rmSync(folder, { recursive: true }))

const cli = fileURLToPath(new URL('./cli.js', import.meta.url))

function bench(options: readonly string[], input?: string) {
  return execa(process.execPath, [cli, ...options], {
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  })
}

/** A run of its own in a fresh folder; gives what it printed and the run's folder. */
async function run(...options: readonly string[]) {
  const out = mkdtempSync(join(folder, 'runs-'))
  const result = await bench(['run', '--no-charts', '--out', out, ...options])
  const [name] = readdirSync(out)
  return { ...result, out, place: name === undefined ? null : join(out, name) }
}

describe('seccomp-bench run', () => {
  it('measures the published batch sizes: 500 in a row, 200 at once on x86_64, 150 on arm64', async () => {
    const amounts = async (...options: string[]) => {
      const { place } = await run('--writer', 'memory', ...options)
      const { plan, trials } = readRun(place!)
      const counted = trials.filter(({ warmup }) => !warmup)
      return { containers: plan.containers, trials: counted.length, each: counted[0]!.creations.length }
    }
    assert.deepEqual(await amounts('--mode', 'sequential', '--arch', 'x86_64'), {
      containers: 500,
      trials: 1000,
      each: 1,
    })
    assert.deepEqual(await amounts('--mode', 'parallel', '--arch', 'x86_64', '--rounds', '1'), {
      containers: 200,
      trials: 2,
      each: 200,
    })
    assert.deepEqual(await amounts('--mode', 'parallel', '--arch', 'arm64', '--rounds', '1'), {
      containers: 150,
      trials: 2,
      each: 150,
    })
  })

  it('leaves run.json and samples.csv in a folder that nobody else can read, and nothing else', async () => {
    const { place, exitCode, stdout } = await run('--scenario', 'quick', '--containers', '12')
    assert.equal(exitCode, wellEnded(readRun(place!)))
    assert.equal(statSync(place!).mode & 0o777, 0o700)
    assert.deepEqual(readdirSync(place!).sort(), ['run.json', 'samples.csv'])
    assert.match(stdout, new RegExp(`written: ${place}/run\\.json`))
    const rows = readFileSync(join(place!, 'samples.csv'), 'utf8').trimEnd().split('\n')
    assert.equal(rows.length, 1 + 2 * (12 + 2))
  })

  it('prints a text that states every change with its interval, its rounds and its seed', async () => {
    const { stdout } = await run('--scenario', 'quick')
    assert.deepEqual(lintReport(stdout.replace(/^written: .*$/gm, '')), [])
    assert.match(
      stdout,
      /host-arch against full-arch, creation in all: (FASTER|SLOWER|NO DIFFERENCE|INCONCLUSIVE|INVALID: steal)/,
    )
  })

  it('stays on one processor where it is told to, and says so', async () => {
    const { place, stdout } = await run('--scenario', 'quick', '--containers', '12', '--pin')
    const { plan } = readRun(place!)
    assert.equal(plan.pinnedCpu, allowedCpus().at(-1))
    assert.match(stdout, new RegExp(`cores, pinned to CPU ${plan.pinnedCpu};`))
  })

  it('runs the same schedule again when it is given the seed', async () => {
    const orders = async (...options: string[]) => {
      const { place } = await run('--writer', 'memory', '--containers', '40', ...options)
      const { seed, trials } = readRun(place!)
      return { seed, order: trials.map(({ arm }) => arm).join('') }
    }
    const first = await orders()
    assert.deepEqual(await orders('--seed', first.seed), first)
    assert.notEqual((await orders()).order, first.order)
  })

  it('labels what is made for another architecture as written here', async () => {
    const other = process.arch === 'arm64' ? 'x86_64' : 'arm64'
    const { place, stdout } = await run('--scenario', 'quick', '--arch', other)
    const { target } = readRun(place!)
    assert.equal(target.native, false)
    assert.match(stdout, new RegExp(`${other}, written on ${target.writtenOn}`))
  })

  it('compares any two arms', async () => {
    const { place, stdout } = await run(
      ...['--scenario', 'quick', '--a', 'writer=oci-file,converter=moby', '--b', 'writer=lcr-file,label=lcr'],
      '--allow-difference',
    )
    assert.deepEqual(
      readRun(place!).arms.map(({ writer, converter, label }) => [writer, converter, label]),
      [
        ['oci-file', 'moby', 'moby oci-file'],
        ['lcr-file', 'host-arch', 'lcr'],
      ],
    )
    assert.match(stdout, /lcr against moby oci-file/)
  })

  it('compares several candidates with one baseline', async () => {
    const { place, stdout } = await run(
      ...['--scenario', 'quick', '--b', 'writer=oci-file', '--b', 'converter=host-arch'],
    )
    assert.deepEqual(
      readRun(place!).arms.map(({ id, writer, converter }) => [id, writer, converter]),
      [
        ['A', 'lcr-file', 'full-arch'],
        ['B', 'oci-file', 'host-arch'],
        ['C', 'lcr-file', 'host-arch'],
      ],
    )
    assert.match(stdout, /declared metrics, p after Holm over 6/)
  })

  const known =
    openLibseccomp().status === 'missing'
      ? { skip: 'libseccomp.so.2 is not here to compile the filters' }
      : {}
  it('measures no filters that answer differently, unless it is told to', known, async () => {
    const { exitCode, stderr, out } = await run('--scenario', 'quick', '--a', 'converter=moby')
    assert.equal(exitCode, 2)
    assert.match(stderr, /the filters of moby and host-arch differ: .*clone/)
    assert.deepEqual(readdirSync(out), [])
  })

  it('stops early when a planned look decides, and says at which', async () => {
    const { place, stdout } = await run('--mode', 'sequential', '--mde', '20', '--margin', '5')
    const stored = readRun(place!)
    assert.equal(stored.plan.length.mode, 'sequential')
    assert.ok(['decided', 'all rounds'].includes(stored.ended))
    assert.match(stdout, /\(95 %, \d+ rounds\)/)
  })

  it('ends by its budget', async () => {
    const { place, stdout } = await run('--mode', 'sequential', '--containers', '1000000', '--budget', '0.5s')
    assert.equal(readRun(place!).ended, 'budget')
    assert.match(stdout, /ended by its budget/)
  })

  it('measures its own noise floor with a copy of the first arm', async () => {
    const { stdout } = await run('--scenario', 'quick', '--aa')
    assert.match(stdout, /noise floor, full-arch again against full-arch: /)
  })

  it('takes a scenario of the user’s own, without a rebuild', async () => {
    const file = join(folder, 'mine.yaml')
    writeFileSync(
      file,
      `mode: parallel\ncontainers: 3\nrounds: 2\nprofile: ${packageFolder}/scenarios/profiles/wide.json\n`,
    )
    const { place } = await run('--scenario', file)
    assert.equal(readRun(place!).plan.scenario, 'mine')
    assert.equal(readRun(place!).arms[0]!.profile.name, 'wide.json')
  })

  it('skips a runtime that is not there, with the way to get it', async () => {
    const { exitCode, stderr, out } = await run(
      '--runtime',
      'nothere=/nonexistent/runtime',
      '--writer',
      'nothere',
    )
    assert.equal(exitCode, 4)
    assert.match(stderr, /^skipped: nothere: .+ \(.+\)$/m)
    assert.deepEqual(readdirSync(out), [])
  })
})

describe('seccomp-bench analyse', () => {
  it('says byte for byte what the run said', async () => {
    const { place, stdout } = await run('--scenario', 'quick')
    const again = await bench(['analyse', place!])
    assert.equal(stdout.split('written: ')[0], `${again.stdout}\n`)
    const [one, two] = [
      await bench(['analyse', place!, '--json']),
      await bench(['analyse', place!, '--json']),
    ]
    assert.equal(one.stdout, two.stdout)
    assert.equal(JSON.parse(one.stdout).decision.metric, 'wall')
  })
})

describe('seccomp-bench aa', () => {
  it('compares copies, keeps the result, and later runs of this writer are verified by it', async () => {
    const out = mkdtempSync(join(folder, 'runs-'))
    const aa = await bench(['aa', '--writer', 'memory', '--replicates', '10', '--json', '--out', out])
    const { replicates, rejections, passed } = JSON.parse(aa.stdout)
    assert.equal(replicates, 10)
    assert.equal(aa.exitCode, passed ? 0 : 3)
    const { stdout } = await bench(['run', '--no-charts', '--writer', 'memory', '--out', out])
    assert.doesNotMatch(stdout, /UNVERIFIED/)
    const place = readdirSync(out).find(
      name => name.includes('sequential-memory') && readRun(join(out, name)).calibration !== null,
    )
    assert.equal(readRun(join(out, place!)).calibration?.rejections, rejections)
    if (!passed) assert.match(stdout, /INVALID: calibration/)
  })
})

describe('seccomp-bench plan', () => {
  it('says how many rounds a goal takes here, and keeps nothing', async () => {
    const out = mkdtempSync(join(folder, 'runs-'))
    const { stdout } = await bench(['plan', '--writer', 'memory', '--mde', '0.6', '--json', '--out', out])
    const { roundsToDetect, seconds, mde_pct } = JSON.parse(stdout)
    assert.equal(mde_pct, 0.6)
    assert.ok(roundsToDetect >= 20 && seconds[0] > 0)
    assert.deepEqual(readdirSync(out), [])
  })
})

describe('wrong use', () => {
  const cases: readonly [string, readonly string[], RegExp][] = [
    ['an unknown command', ['runn'], /unknown command/],
    ['an unknown option', ['run', '--sped'], /unknown option/],
    ['an unknown mode', ['run', '--mode', 'fast'], /--mode/],
    ['zero rounds', ['run', '--rounds', '0'], /--rounds/],
    ['an unknown writer', ['run', '--writer', 'docker'], /writer docker: not known/],
    ['an unknown converter in an arm', ['run', '--a', 'converter=best'], /converter best: not known/],
    ['an arm that is none', ['run', '--a', 'fast'], /--a: found fast/],
    ['an unknown metric', ['run', '--metric', 'beauty'], /--metric beauty/],
    ['a scenario that is not there', ['run', '--scenario', 'none'], /scenario none: not found/],
    [
      'a profile that is not there',
      ['run', '--profile', '/nonexistent'],
      /\/nonexistent: the profile cannot be read/,
    ],
    ['a profile that never ends', ['run', '--profile', '/dev/zero'], /longer than/],
    ['a seed that is none', ['run', '--seed', 'lucky'], /seed/],
    ['a capability that is none', ['run', '--caps', 'all'], /--caps/],
    ['a CPU that is not there', ['run', '--pin', '9999'], /--pin 9999: this process may use the CPUs \d/],
    ['one CPU for many at once', ['run', '--mode', 'parallel', '--pin'], /--pin: containers at once/],
    ['a run that is not there', ['analyse', '/nonexistent'], /cannot be read/],
  ]
  for (const [what, options, message] of cases) {
    it(`${what} ends with exit code 2 and one line on standard error`, async () => {
      const { exitCode, stdout, stderr } = await bench(options)
      assert.equal(exitCode, 2)
      assert.equal(stdout, '')
      assert.match(stderr, message)
      assert.match(stderr, /^seccomp-bench: [^\n]+$/)
    })
  }
})
