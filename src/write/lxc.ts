import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Control, SpecWriter, Target } from '../contracts.ts'
import { lcrFiles } from './lcr-file.ts'
import { prepareLxcSweep } from './lxc-sweep.ts'
import { runtimeWriter } from './runtime-writer.ts'

/**
 * LXC, the library that lcr drives: `lxc-execute` sets a container up, loads the filter, runs /bin/true in it and
 * takes it down. Nothing is left to remove.
 */
export const lxc: SpecWriter = runtimeWriter({
  name: 'lxc',
  summary: 'writes lcr’s text and has lxc-execute run /bin/true under it, start to end',
  program: 'lxc-execute',
  install: 'apt-get install lxc',
  version: async (file: string, control: Control) => {
    const { stdout } = await control(file, ['--version'], { timeout_ms: 10_000 })
    return `LXC ${stdout.trim()}`
  },
  candidate: (context, file, rootfs) => {
    const state = join(context.folder, 'state')
    const ids = new Set<string>()
    const sweep = prepareLxcSweep(state, ids)
    mkdirSync(state, { recursive: true, mode: 0o700 })
    const settings = settingsText(context.target, rootfs)
    return {
      folder: context.folder,
      serialise: (filter, container) => lcrFiles(filter, container, context.target.machine, settings),
      commands: {
        verb: 'execute',
        create: ({ id, bundle, log }) => {
          ids.add(id)
          return {
            file,
            arguments: ['-n', id, '-P', state, '-f', join(bundle, 'config'), '--', '/bin/true'],
            environment: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
            workingFolder: bundle,
            log,
          }
        },
        remove: null,
      },
      sweep,
    }
  },
  knownArchitectures: async () => undefined,
})

/** The counterpart of config.json's smallest container: the same namespaces, /proc, and a /dev of its own (LXC's default). */
function settingsText({ capabilities }: Target, rootfs: string): string {
  const kept = capabilities.map(name => name.replace(/^CAP_/, '').toLowerCase())
  return `${[
    `lxc.rootfs.path = dir:${rootfs}`,
    'lxc.uts.name = container',
    'lxc.net.0.type = empty',
    'lxc.mount.auto = proc',
    'lxc.no_new_privs = 1',
    `lxc.cap.keep = ${kept.length === 0 ? 'none' : kept.join(' ')}`,
  ].join('\n')}\n`
}
