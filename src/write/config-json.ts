import { join } from 'node:path'
import type { Target } from '../contracts.ts'
import { type OciFilter, serialiseOciFilter } from '../profile/oci.ts'
import { flat } from './flat.ts'

/**
 * Makes the text of config.json for one filter. All else is the same for every container of an arm and is made once.
 * `rootfs`: absolute path.
 */
export function configJson(target: Target, rootfs: string): (filter: OciFilter | null) => string {
  const whole = JSON.stringify(smallest(target, rootfs))
  // The filter is the last member of `linux`, which is the last member of the whole.
  const front = whole.slice(0, -2)
  return filter => flat(filter === null ? whole : `${front},"seccomp":${serialiseOciFilter(filter)}}}`)
}

/**
 * The smallest container that is one: the namespaces of `runc spec` (the network one too, since an engine's
 * containers have it and its cost is part of a create), /proc, and a /dev of its own, for the runtimes would make
 * device nodes in the shared root file system otherwise.
 */
function smallest({ capabilities }: Target, rootfs: string): unknown {
  const nosuid = ['nosuid', 'strictatime', 'mode=755', 'size=65536k']
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: ['/bin/sh'],
      env: ['PATH=/bin'],
      cwd: '/',
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
      noNewPrivileges: true,
    },
    root: { path: rootfs, readonly: true },
    hostname: 'container',
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: nosuid },
    ],
    linux: {
      namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map(type => ({ type })),
    },
  }
}

/** Where the root file system of an arm lies, whether or not a writer makes one. */
export function rootfsPath(folder: string): string {
  return join(folder, 'rootfs')
}
