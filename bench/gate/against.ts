import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import * as thisBuild from '../../src/index.ts'
import {
  asBuild,
  BenchError,
  type Build,
  type Check,
  type CountedCell,
  compareBuilds,
  compareCounts,
  control,
  type GateReport,
  specMaker,
  type Target,
  type Way,
  waysOf,
} from '../../src/index.ts'
import { gitCommit } from '../git.ts'
import { packageFolder } from '../package.ts'
import { withRevision } from './worktree.ts'

export interface AgainstChoices {
  readonly reference: string
  readonly profile: string
  readonly target: Target
  readonly margin_pct: number
  readonly rounds: number
  readonly seed: string
  readonly stop: () => boolean
}

/** Compares this build's converters and writers with those of another revision: exact counts, then paired rounds. */
export async function gateAgainst(choices: AgainstChoices): Promise<GateReport> {
  const here = (await gitCommit(control)) ?? 'this build'
  return withRevision(choices.reference, { packageFolder, control, stop: choices.stop }, async revision => {
    const title = `${here} against ${revision.commit.slice(0, 12)}, profile ${basename(choices.profile)}, CPU time of making one container's spec files, seed ${choices.seed}`
    const other = asBuild(revision.module)
    if ('lacks' in other) {
      throw new BenchError('environment', `${choices.reference}: cannot be compared: ${other.lacks}`, {
        hint: 'that revision does not export what is compared; choose a later one',
      })
    }
    return { title, notes: [], checks: await compareWays(other.build, choices) }
  })
}

async function compareWays(before: Build, choices: AgainstChoices): Promise<Check[]> {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-bench-gate-files-'))
  const profile = readFileSync(choices.profile, 'utf8')
  const world = { target: choices.target, folder, control }
  try {
    const checks: Check[] = []
    for (const way of waysOf(before, thisBuild)) {
      if (choices.stop()) break
      checks.push(...(await compareWay(way, before, profile, world, choices)))
    }
    return checks
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compareWay(
  way: Way,
  before: Build,
  profile: string,
  world: Parameters<typeof specMaker>[3],
  choices: AgainstChoices,
): Promise<Check[]> {
  const makers = {
    before: await tryMaker(before, way, profile, world),
    now: await tryMaker(thisBuild, way, profile, world),
  }
  const bytes = compareCounts(
    'bytes',
    [makers.before.cell],
    [makers.now.cell],
    'if that is meant, merge it all the same',
  )
  // What neither build can do (lcr knows five actions) is no way at all; what one cannot do is told by the counts.
  if (makers.before.make === null || makers.now.make === null) {
    return makers.before.make === makers.now.make ? [] : bytes
  }
  const time = await compareBuilds({
    suite: 'time',
    name: way.name,
    before: makers.before.make,
    now: makers.now.make,
    seed: choices.seed,
    margin_pct: choices.margin_pct,
    mostRounds: choices.rounds,
    clock_ns: cpuTime_ns,
    stop: choices.stop,
  })
  return [...bytes, time]
}

interface Maker {
  readonly cell: CountedCell
  readonly make: (() => unknown) | null
}

async function tryMaker(
  build: Build,
  way: Way,
  profile: string,
  world: Parameters<typeof specMaker>[3],
): Promise<Maker> {
  try {
    const make = await specMaker(build, way, profile, world)
    const files = make()
    const bytes = files.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0)
    return { make, cell: { name: way.name, counts: { files: files.length, bytes } } }
  } catch {
    return { make: null, cell: { name: way.name, counts: { files: null, bytes: null } } }
  }
}

function cpuTime_ns(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}
