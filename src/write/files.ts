import { close, closeSync, constants, fsync, fsyncSync, open, openSync, write, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import type { SpecFile } from '../contracts.ts'

/** Writes a container's spec files into its bundle, as lcr does: open, write, (fsync,) close, file after file. */
export function writeFiles(bundle: string, files: readonly SpecFile[], sync: boolean): void {
  for (const { name, data } of files) {
    const fd = openSync(`${bundle}/${name}`, CREATE_TRUNCATE_WRITE, MODE)
    try {
      const bytes = encode(data)
      for (let at = 0; at < bytes; at += writeSync(fd, scratch, at, bytes - at));
      if (sync) fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  }
}

/** The same through the thread pool, so that the writes of many containers overlap. */
export function writeFilesAsync(bundle: string, files: readonly SpecFile[], sync: boolean): Promise<void> {
  // Encoded at once: hundreds of writes wait for their turn, and each needs its bytes, not its text as well.
  const encoded = files.map(({ name, data }) => ({ path: `${bundle}/${name}`, bytes: Buffer.from(data) }))
  return writeEncoded(encoded, sync)
}

async function writeEncoded(
  files: readonly { readonly path: string; readonly bytes: Buffer }[],
  sync: boolean,
): Promise<void> {
  for (const { path, bytes } of files) {
    const fd = await openFile(path, CREATE_TRUNCATE_WRITE, MODE)
    try {
      for (let at = 0; at < bytes.length; ) {
        at += (await writeFile(fd, bytes, at, bytes.length - at)).bytesWritten
      }
      if (sync) await syncFile(fd)
    } finally {
      await closeFile(fd)
    }
  }
}

const openFile = promisify(open)
const writeFile = promisify(write)
const syncFile = promisify(fsync)
const closeFile = promisify(close)

const CREATE_TRUNCATE_WRITE = constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY
const MODE = 0o640

/** Kept between files: fresh memory of this size costs more page faults than the writing itself. */
let scratch = Buffer.alloc(256 * 1024)

function encode(data: string): number {
  const bytes = Buffer.byteLength(data)
  if (bytes > scratch.length) scratch = Buffer.alloc(bytes * 2)
  // As many bytes as characters: plain ASCII, which needs no encoding.
  return scratch.write(data, bytes === data.length ? 'latin1' : 'utf8')
}
