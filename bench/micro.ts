/**
 * `npm run bench:micro`: what converting and serialising cost in memory, and how that compares with Docker's own Go
 * code. Last line: one JSON object.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import Table from 'cli-table3'
import { Bench } from 'tinybench'
import { duration } from '../report/format.ts'
import { startReference } from '../src/convert/moby-reference/ask.ts'
import { buildMobyReference, mobySource, whyNoMobyReference } from '../src/convert/moby-reference/build.ts'
import {
  capabilitySets,
  converters,
  lxcText,
  medianInterval,
  monotonic_ns,
  parseDockerProfile,
  serialiseOciFilter,
  type Target,
} from '../src/index.ts'
import { endWith } from './errors.ts'
import { pairedRatio, type Ratio } from './overhead/paired.ts'
import { findScenario } from './scenarios.ts'

const target: Target = {
  machine: 'x86_64',
  capabilities: capabilitySets.docker,
  kernel: { version: 6, revision: 1 },
}

async function micro(): Promise<void> {
  // Docker's own profile where Debian's package brings it; the figure against Go is defined on that one.
  const docker = join(mobySource, 'default.json')
  const path = existsSync(docker) ? docker : findScenario('sequential').profile
  const text = readFileSync(path, 'utf8')

  const table = new Table({ head: ['', 'median', '95 % interval', 'n'], style: { head: [], border: [] } })
  table.push(...(await rows(text)))
  process.stdout.write(
    `${basename(path)}, ${text.length} characters; converted for ${target.machine}\n${table}\n`,
  )

  const seed = randomBytes(8).toString('hex')
  const reason = await whyNoMobyReference()
  const versus = reason === null ? await againstGo(text, seed) : null
  process.stdout.write(
    versus === null ? `not compared with Docker's Go code: ${reason}\n` : goLines(versus, seed),
  )
  process.stdout.write(`${JSON.stringify({ convert_vs_moby_go: versus?.ratio ?? null })}\n`)
}

/** One row for each converter and for each text that is made of a filter. */
async function rows(text: string): Promise<string[][]> {
  const bench = new Bench({ time: 400, warmupTime: 200, retainSamples: true })
  for (const [name, converter] of Object.entries(converters)) {
    bench.add(`parse and convert, ${name}`, () => {
      converter.convert(parseDockerProfile(text), target)
    })
  }
  for (const name of ['full-arch', 'host-arch'] as const) {
    const { filter } = converters[name].convert(parseDockerProfile(text), target)
    if (filter === null) continue
    bench.add(`OCI JSON, ${name}`, () => {
      serialiseOciFilter(filter)
    })
    bench.add(`lcr text, ${name}`, () => {
      lxcText(filter, target.machine)
    })
  }
  await bench.run()
  return bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`)
    const { value, low, high, n } = medianInterval((result.latency.samples ?? []).map(ms => ms * 1e6))
    return [name, span(value), `${span(low)} … ${span(high)}`, String(n)]
  })
}

function span(value_ns: number | null): string {
  return value_ns === null ? 'n/a' : duration(value_ns, 'ns')
}

interface Versus extends Ratio {
  readonly ours_ns: number
  readonly go_ns: number
}

/**
 * Docker's LoadProfile and our parse and convert in the same run: short blocks of calls take turns in random order,
 * and Go times its own blocks, so that the pipe between the two programs is in neither.
 */
async function againstGo(text: string, seed: string): Promise<Versus> {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-micro-'))
  try {
    const program = await buildMobyReference(folder, process.arch === 'arm64' ? 'arm64' : 'amd64')
    const reference = startReference(program)
    const times = { harness: [] as number[], bare: [] as number[] }
    const ways = {
      harness: () => ourBlock(text),
      bare: async () => {
        const line = await reference.ask({
          profile: text,
          capabilities: target.capabilities,
          repeat: callsPerBlock,
        })
        return (JSON.parse(line) as { elapsed_ns: number }).elapsed_ns / callsPerBlock
      },
    }
    const recorded = (way: keyof typeof ways) => async () => {
      const time_ns = await ways[way]()
      times[way].push(time_ns)
      return time_ns
    }
    for (let block = 0; block < warmupBlocks; block++) await Promise.all([ways.harness(), ways.bare()])
    const ratio = await pairedRatio(seed, pairs, { harness: recorded('harness'), bare: recorded('bare') })
    await reference.close()
    return {
      ...ratio,
      ours_ns: medianInterval(times.harness).value!,
      go_ns: medianInterval(times.bare).value!,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const callsPerBlock = 40
const warmupBlocks = 50
const pairs = 200

function ourBlock(text: string): number {
  const start_ns = monotonic_ns()
  for (let call = 0; call < callsPerBlock; call++) converters.moby.convert(parseDockerProfile(text), target)
  return (monotonic_ns() - start_ns) / callsPerBlock
}

function goLines({ ratio, low, high, n, ours_ns, go_ns }: Versus, seed: string): string {
  return (
    `parse and convert, moby: ${duration(ours_ns, 'ns')}; Docker's Go LoadProfile: ${duration(go_ns, 'ns')} (medians)\n` +
    `ratio ${ratio.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}], ${n} pairs of ${callsPerBlock} calls in random order, ` +
    `seed ${seed}; goal ≤ 0.5\n`
  )
}

await micro().catch(endWith)
