import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { groupsOf, ownGroups, removeGroup } from '../cgroups.ts'
import type { Command, Container, Control, RuntimeCommands, SpecWriter } from '../contracts.ts'
import { configJson } from './config-json.ts'
import { runtimeWriter } from './runtime-writer.ts'

export interface OciRuntimeOptions {
  readonly name: string
  /** A name on PATH or a path; `name` itself when absent. */
  readonly binary?: string
  /** How to get it, one line. */
  readonly install?: string
}

/** A runtime with the command line that the OCI runtimes share: `--root`, `create --bundle`, `delete --force`. */
export function ociRuntime({ name, binary = name, install }: OciRuntimeOptions): SpecWriter {
  return runtimeWriter({
    name,
    summary: `writes config.json and has ${binary} create and delete the container`,
    program: binary,
    install: install ?? `give a path that exists: --runtime ${name}=/path/to/binary`,
    version: versionOf,
    candidate: (context, file, rootfs) => {
      // Private: caches below it (newer crun keeps compiled filters there) are this arm's alone.
      const state = join(context.folder, 'state')
      mkdirSync(state, { recursive: true, mode: 0o700 })
      const text = configJson(context.target, rootfs)
      const ids = new Set<string>()
      return {
        folder: context.folder,
        serialise: filter => [{ name: 'config.json', data: text(filter) }],
        commands: runtimeCommands(file, state, ids),
        exists: ({ id }) => existsSync(join(state, id)),
        sweep: () => sweep(context.control, file, state, ids),
      }
    },
    knownArchitectures: featuresOf,
  })
}

/** `ids` is filled as containers are made. */
function runtimeCommands(file: string, state: string, ids: Set<string>): RuntimeCommands {
  const command = (container: Container, parameters: readonly string[]): Command => ({
    file,
    arguments: ['--root', state, ...parameters],
    environment: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    workingFolder: container.bundle,
    log: container.log,
  })
  return {
    verb: 'create',
    create: container => {
      ids.add(container.id)
      return command(container, ['create', '--bundle', container.bundle, container.id])
    },
    remove: container => command(container, ['delete', '--force', container.id]),
  }
}

/** `runc version 1.1.5+ds1` and `libseccomp: 2.5.4` become `runc 1.1.5+ds1, libseccomp 2.5.4`. */
async function versionOf(file: string, control: Control): Promise<string> {
  const { stdout } = await control(file, ['--version'], { timeout_ms: 10_000 })
  const lines = stdout.split('\n').map(line => line.trim())
  const first = (lines[0] || file).replace(/ version /, ' ')
  const library = lines.find(line => /^libseccomp:/.test(line))?.replace(':', '')
  return library === undefined ? first : `${first}, ${library}`
}

/** The architectures of `features` (OCI runtime-spec, features.md); older runtimes have no such command. */
async function featuresOf(file: string, control: Control): Promise<ReadonlySet<string> | undefined> {
  const { exitCode, stdout } = await control(file, ['features'], { timeout_ms: 10_000 })
  if (exitCode !== 0) return undefined
  try {
    const names: unknown = JSON.parse(stdout)?.linux?.seccomp?.archs
    return Array.isArray(names) ? new Set(names) : undefined
  } catch {
    return undefined
  }
}

/**
 * The names in the state folder are those of the containers that were not deleted. A runtime that was killed between
 * making its groups and writing its state does not know of them any more (seen with runc 1.1.5): they are removed by id.
 */
async function sweep(control: Control, file: string, state: string, ids: ReadonlySet<string>): Promise<void> {
  for (const entry of readdirSync(state, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue
    await control(file, ['--root', state, 'delete', '--force', entry.name])
  }
  for (const path of groupsOf(ids, ownGroups())) await removeGroup(path)
}
