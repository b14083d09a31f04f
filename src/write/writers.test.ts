import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { machine, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { isGroup } from '../cgroups.ts'
import type { Availability, Command, Container, WriterContext, WriterSession } from '../contracts.ts'
import { control, launchers } from '../launch/index.ts'
import { enterPrivateMounts } from '../namespace.ts'
import type { OciFilter } from '../profile/oci.ts'
import { writeFiles, writeFilesAsync } from './files.ts'
import { parseRuntimeOption, writers } from './index.ts'

const filter: OciFilter = {
  defaultAction: 'SCMP_ACT_ALLOW',
  architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_AARCH64', 'SCMP_ARCH_S390X', 'SCMP_ARCH_RISCV64'],
  syscalls: [
    { names: ['acct', 'swapon'], action: 'SCMP_ACT_ERRNO' },
    { names: ['read'], action: 'SCMP_ACT_ALLOW' },
  ],
}

const top = mkdtempSync(join(tmpdir(), 'writers-'))
const devNull = () => {
  const { mode, rdev } = statSync('/dev/null')
  return { mode, rdev }
}
const devNullBefore = devNull()
after(() => rmSync(top, { recursive: true, force: true }))
before(() => {
  // crun needs it where both cgroup versions are mounted; it concerns this test's process alone.
  if (process.getuid?.() === 0) attempt(enterPrivateMounts)
})

function attempt(work: () => unknown): void {
  try {
    work()
  } catch {
    // The writers' own checks say what this host lacks.
  }
}

let serial = 0

function contextOf(name: string): WriterContext {
  const folder = join(top, `${name}-${serial++}`)
  mkdirSync(folder, { mode: 0o700 })
  return {
    folder,
    target: {
      machine: machine(),
      capabilities: ['CAP_CHOWN', 'CAP_KILL'],
      kernel: { version: 6, revision: 1 },
    },
    fsync: false,
    control,
  }
}

function containerIn({ folder }: WriterContext): Container {
  const id = `conformance-${process.pid}-${serial++}`
  const bundle = join(folder, id)
  mkdirSync(bundle, { mode: 0o700 })
  return { id, bundle, log: join(bundle, 'command.log') }
}

/** A missing runtime skips the test; where all runtimes are required, it fails it. */
function isUsable(t: TestContext, available: Availability): boolean {
  if (available.status === 'usable') return true
  assert.match(available.reason, /^[^\n]+$/)
  assert.match(available.hint, /^[^\n]+$/)
  if (process.env.SECCOMP_BENCH_REQUIRE === '1') assert.fail(`${available.reason} (${available.hint})`)
  t.skip(`${available.reason} (${available.hint})`)
  return false
}

async function run(command: Command, timeout_ms = 30_000) {
  const outcome = await launchers.posix.run(command, { timeout_ms })
  const log = existsSync(command.log) ? readFileSync(command.log, 'utf8') : ''
  return { outcome, what: `${JSON.stringify(outcome)} ${log}` }
}

/** All that could speak of a container on this host. */
function tracesOf(id: string, folder: string): string[] {
  const groups = readdirSync('/sys/fs/cgroup').flatMap(name =>
    list(join('/sys/fs/cgroup', name)).concat(name),
  )
  const processes = list('/proc').filter(pid => /^\d+$/.test(pid) && read(`/proc/${pid}/cgroup`).includes(id))
  const mounts = read('/proc/self/mountinfo')
    .split('\n')
    .filter(line => line.includes(folder))
  // crun on private mounts makes plain folders in the namespace's own tmpfs; they end with the namespace.
  const real = groups.filter(name => name.includes(id) && isControlGroup(name))
  return [...real, ...processes, ...mounts]
}

function isControlGroup(name: string): boolean {
  return ['.', ...list('/sys/fs/cgroup')].some(hierarchy => isGroup(join('/sys/fs/cgroup', hierarchy, name)))
}

function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const checked: Partial<Record<keyof typeof writers, Promise<Availability>>> = {}

async function opened(
  t: TestContext,
  name: keyof typeof writers,
  work: (session: WriterSession, context: WriterContext) => Promise<void>,
): Promise<void> {
  const context = contextOf(name)
  checked[name] ??= writers[name].check(contextOf(name))
  const available = await checked[name]
  if (!isUsable(t, available)) return
  const session = await writers[name].open(context)
  try {
    await work(session, context)
  } finally {
    await session.close()
  }
}

for (const name of Object.keys(writers) as (keyof typeof writers)[]) {
  describe(`the writer ${name}`, () => {
    it('has the name under which it is registered, and says what it does', () => {
      assert.equal(writers[name].name, name)
      assert.match(writers[name].summary, /^[^\n]{20,110}$/)
    })

    it('says what is missing for a binary that does not exist', async () => {
      const context = { ...contextOf(name), binary: '/nonexistent/runtime' }
      const available = await writers[name].check(context)
      if (available.status === 'usable') assert.equal(available.binary, undefined, 'it needs no binary')
      else assert.match(available.reason, /\/nonexistent\/runtime/)
    })

    it('serialises plain files, the same for the same input, with and without a filter', t =>
      opened(t, name, async (session, context) => {
        const container = containerIn(context)
        for (const each of [filter, null]) {
          const files = session.serialise(session.adapt(each).filter, container)
          assert.deepEqual(session.serialise(session.adapt(each).filter, container), files)
          assert.ok(files.length > 0)
          for (const file of files) assert.match(file.name, /^[a-z][a-z.]*$/)
        }
      }))

    it('adapts without touching what it was given, in lines, and a second time not at all', t =>
      opened(t, name, async session => {
        const given = structuredClone(filter)
        const { filter: adapted, adaptations } = session.adapt(given)
        assert.deepEqual(given, filter)
        for (const line of adaptations) assert.match(line, /^[^\n]+$/)
        assert.deepEqual(session.adapt(adapted), { filter: adapted, adaptations: [] })
      }))

    it('has its files written byte for byte, one after another and through the thread pool', t =>
      opened(t, name, async (session, context) => {
        for (const write of [writeFiles, writeFilesAsync]) {
          const container = containerIn(context)
          const files = session.serialise(session.adapt(filter).filter, container)
          await write(container.bundle, files, false)
          assert.deepEqual(list(container.bundle).sort(), files.map(file => file.name).sort())
          for (const file of files) assert.equal(read(join(container.bundle, file.name)), file.data)
        }
      }))

    it('creates a container under the filter and leaves nothing of it', t =>
      opened(t, name, async (session, context) => {
        const { runtime } = session
        if (runtime === undefined) return
        const container = containerIn(context)
        writeFiles(container.bundle, session.serialise(session.adapt(filter).filter, container), false)
        const created = await run(runtime.create(container))
        assert.ok(created.outcome.status === 'exited' && created.outcome.exitCode === 0, created.what)
        if (runtime.verb === 'create') {
          const { arguments: parameters, file } = runtime.create(container)
          const root = parameters.slice(0, 2)
          const state = JSON.parse((await control(file, [...root, 'state', container.id])).stdout)
          assert.equal(state.status, 'created')
          assert.ok(existsSync(`/proc/${state.pid}`))
        }
        if (runtime.remove !== null) {
          const removed = await run(runtime.remove(container))
          assert.ok(removed.outcome.status === 'exited' && removed.outcome.exitCode === 0, removed.what)
        }
        assert.deepEqual(tracesOf(container.id, context.folder), [])
        assert.deepEqual(list(join(context.folder, 'state')), [])
      }))

    it('has the filter read: a container with one that no runtime knows is not created', t =>
      opened(t, name, async (session, context) => {
        const { runtime } = session
        if (runtime?.verb !== 'create') return
        const container = containerIn(context)
        const nonsense = { defaultAction: 'SCMP_ACT_NONSENSE', syscalls: [] }
        writeFiles(container.bundle, session.serialise(nonsense, container), false)
        const created = await run(runtime.create(container))
        assert.ok(created.outcome.status === 'exited' && created.outcome.exitCode !== 0, created.what)
        assert.match(created.what, /NONSENSE|seccomp/i)
        if (runtime.remove !== null) await run(runtime.remove(container))
        await session.close()
        assert.deepEqual(tracesOf(container.id, context.folder), [])
      }))

    it('removes a container that was never created, or whose creation was cut off', t =>
      opened(t, name, async (session, context) => {
        const { runtime } = session
        if (runtime === undefined) return
        for (const timeout_ms of process.env.SECCOMP_BENCH_TESTS === 'all' ? [1, 5, 10, 20, 40] : [10]) {
          const container = containerIn(context)
          writeFiles(container.bundle, session.serialise(session.adapt(filter).filter, container), false)
          await run(runtime.create(container), timeout_ms)
          if (runtime.remove !== null) await run(runtime.remove(container))
          await session.close()
          assert.deepEqual(tracesOf(container.id, context.folder), [], `cut off after ${timeout_ms} ms`)
        }
      }))

    it('cleans up on close what was not removed, and can be closed twice', t =>
      opened(t, name, async (session, context) => {
        const { runtime } = session
        if (runtime === undefined) return
        const container = containerIn(context)
        writeFiles(container.bundle, session.serialise(session.adapt(filter).filter, container), false)
        await run(runtime.create(container))
        await session.close()
        await session.close()
        assert.deepEqual(tracesOf(container.id, context.folder), [])
        assert.deepEqual(list(join(context.folder, 'state')), [])
        assert.equal(existsSync(join('/run/lxc/lock', context.folder)), false)
      }))

    it('leaves the host’s /dev/null as it was', () => {
      assert.deepEqual(devNull(), devNullBefore)
    })
  })
}

it('does not believe a runtime that reports success and creates nothing', async () => {
  const available = await parseRuntimeOption('liar=/bin/true').check(contextOf('liar'))
  assert.equal(available.status, 'skipped')
})
