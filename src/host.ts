import { createHash } from 'node:crypto'
import { closeSync, openSync, readdirSync, readFileSync, readSync, statfsSync } from 'node:fs'
import { cpus, machine, release, totalmem } from 'node:os'
import type { HostFacts } from './model.ts'
import { cgroupLayout } from './namespace.ts'
import type { KernelVersion } from './profile/docker.ts'

/** Looks at this machine once. What it does not tell is `null`. `workFolder`: where bundles are written. */
export function hostFacts(workFolder: string): HostFacts {
  return {
    machine: machine(),
    kernel: release(),
    distribution: field(read('/etc/os-release'), /^PRETTY_NAME="?([^"\n]*)/m),
    cpu: cpus()[0]?.model.trim() || null,
    microcode: field(read('/proc/cpuinfo'), /^microcode\s*:\s*(\S+)/m),
    cores: cpus().length,
    memory_bytes: totalmem(),
    mitigations: mitigations(),
    cgroups: cgroupLayout(),
    workFileSystem: fileSystemName(workFolder),
    virtualisation: virtualisation(),
    node: process.version,
    libseccomp: libseccompVersion(),
  }
}

/** `6.1.0-18-amd64` is 6.1; a release that does not start with two numbers is `null`. */
export function kernelVersion(text: string): KernelVersion | null {
  const match = /^(\d{1,3})\.(\d{1,5})(?!\d)/.exec(text)
  return match === null ? null : { version: Number(match[1]), revision: Number(match[2]) }
}

/** SHA-256 of a file, read in pieces: a binary does not stay in memory. */
export function fileSha256(path: string): string {
  const hash = createHash('sha256')
  const descriptor = openSync(path, 'r')
  try {
    const piece = Buffer.alloc(64 * 1024)
    for (let length = readSync(descriptor, piece); length > 0; length = readSync(descriptor, piece)) {
      hash.update(piece.subarray(0, length))
    }
  } finally {
    closeSync(descriptor)
  }
  return hash.digest('hex')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function field(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.[1]?.trim() || null
}

function mitigations(): string[] {
  const folder = '/sys/devices/system/cpu/vulnerabilities'
  try {
    return readdirSync(folder)
      .map(name => `${name}: ${read(`${folder}/${name}`).trim()}`)
      .filter(line => !line.endsWith(': Not affected'))
  } catch {
    return []
  }
}

/** Magic numbers of statfs(2). */
const fileSystems: Readonly<Record<number, string>> = {
  61267: 'ext4',
  16914836: 'tmpfs',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlayfs',
  801189825: 'zfs',
  4076150800: 'f2fs',
  26985: 'nfs',
}

function fileSystemName(folder: string): string | null {
  try {
    const { type } = statfsSync(folder)
    return fileSystems[type] ?? `0x${type.toString(16)}`
  } catch {
    return null
  }
}

/** The hypervisor's name where the processor's flags tell that there is one. */
function virtualisation(): string | null {
  if (!/^flags\s*:.*\bhypervisor\b/m.test(read('/proc/cpuinfo'))) return null
  return read('/sys/class/dmi/id/sys_vendor').trim() || 'hypervisor'
}

/** From the name of the library file itself: `libseccomp.so.2.5.4`. */
function libseccompVersion(): string | null {
  for (const folder of [
    '/usr/lib/x86_64-linux-gnu',
    '/usr/lib/aarch64-linux-gnu',
    '/lib/x86_64-linux-gnu',
    '/lib/aarch64-linux-gnu',
    '/usr/lib64',
    '/usr/lib',
  ]) {
    try {
      for (const name of readdirSync(folder)) {
        const version = /^libseccomp\.so\.(\d+\.\d+\.\d+)$/.exec(name)?.[1]
        if (version !== undefined) return version
      }
    } catch {}
  }
  return null
}
