import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { findOnPath } from './find.ts'

/** A statically linked busybox of this host, or `null`: nothing else is in the container's root. */
export function findBusybox(): string | null {
  return (
    ['busybox', 'busybox-static', '/bin/busybox']
      .flatMap(name => findOnPath(name) ?? [])
      .find(isStaticProgram) ?? null
  )
}

/**
 * Makes the smallest root file system with a shell. No /dev/null in it: LXC would take a plain file of that name for
 * the null device, and then change the mode of the host's.
 */
export function makeRootfs(folder: string, busybox: string): void {
  if (existsSync(join(folder, 'bin', 'sh'))) return
  for (const name of ['bin', 'dev', 'etc', 'proc', 'sys', 'tmp']) {
    mkdirSync(join(folder, name), { recursive: true, mode: 0o755 })
  }
  copyFileSync(busybox, join(folder, 'bin', 'busybox'), constants.COPYFILE_FICLONE)
  chmodSync(join(folder, 'bin', 'busybox'), 0o755)
  for (const name of ['sh', 'true']) symlinkSync('busybox', join(folder, 'bin', name))
}

const PT_INTERP = 3

/** An ELF program without a program interpreter (elf(5)); 64-bit, little-endian and big. */
export function isStaticProgram(path: string): boolean {
  const header = readStart(path, 4096)
  if (header.length < 64 || header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2) return false
  const little = header[5] === 1
  const u16 = (at: number) => (little ? header.readUInt16LE(at) : header.readUInt16BE(at))
  const u32 = (at: number) => (little ? header.readUInt32LE(at) : header.readUInt32BE(at))
  const u64 = (at: number) => Number(little ? header.readBigUInt64LE(at) : header.readBigUInt64BE(at))
  const table = u64(32)
  const size = u16(54)
  const count = u16(56)
  if (count === 0 || table + size * count > header.length) return false
  return !Array.from({ length: count }, (_, index) => u32(table + index * size)).includes(PT_INTERP)
}

function readStart(path: string, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  try {
    const fd = openSync(path, 'r')
    try {
      return buffer.subarray(0, readSync(fd, buffer))
    } finally {
      closeSync(fd)
    }
  } catch {
    return Buffer.alloc(0)
  }
}
