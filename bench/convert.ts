import { createReadStream } from 'node:fs'
import { machine as hostMachine, release } from 'node:os'
import {
  BenchError,
  type Conversion,
  type ConverterName,
  converters,
  kernelVersion,
  lxcText,
  oneLine,
  parseDockerProfile,
  serialiseOciFilter,
  type Target,
} from '../src/quick.ts'
import { parseCapabilities } from './capabilities.ts'

export interface ConvertOptions {
  /** A path, or `-` for standard input. */
  readonly profile: string
  readonly converter: ConverterName
  /** `uname -m`; this host's where absent. */
  readonly machine?: string
  readonly caps: string
  /** `uname -r` or its first two numbers; the running kernel's where absent. */
  readonly kernel?: string
  readonly format: 'oci' | 'lcr'
}

/** The outer world of the command; nothing is written before the conversion is complete. */
export interface ConvertWorld {
  readonly open: (path: string) => AsyncIterable<Uint8Array>
  readonly writeOut: (text: string) => Promise<void>
  readonly writeError: (line: string) => void
}

/**
 * Prints the OCI seccomp object (one line of JSON) or lcr's text, and a line on standard error for each warning.
 * Throws BenchError `bad-input` before anything is printed.
 */
export async function convertCommand(options: ConvertOptions, world: ConvertWorld = terminal): Promise<void> {
  const target = targetOf(options)
  const { text, warnings } = convertText(await readProfile(options.profile, world), options, target)
  for (const warning of warnings) world.writeError(`seccomp-bench: ${oneLine(warning)}\n`)
  await world.writeOut(text)
}

/** Whom the filter of a command is made for. Throws BenchError `bad-input`. */
export function targetOf({
  machine = hostMachine(),
  caps,
  kernel: given = release(),
}: Pick<ConvertOptions, 'machine' | 'caps' | 'kernel'>): Target {
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(machine)) {
    throw new BenchError(
      'bad-input',
      `--machine: found ${quote(machine)}, expected a machine as uname -m says it`,
      {
        hint: 'for example --machine aarch64',
      },
    )
  }
  const kernel = kernelVersion(given)
  if (kernel === null) {
    throw new BenchError('bad-input', `--kernel: found ${quote(given)}, expected a version such as 6.1`, {
      hint: 'for example --kernel 5.10',
    })
  }
  return { machine, capabilities: parseCapabilities(caps), kernel }
}

function convertText(profile: string, options: ConvertOptions, target: Target) {
  try {
    const conversion = converters[options.converter].convert(parseDockerProfile(profile), target)
    const text =
      options.format === 'oci'
        ? `${serialiseOciFilter(conversion.filter)}\n`
        : lcrText(conversion, target.machine)
    return { text, warnings: conversion.warnings }
  } catch (error) {
    if (!(error instanceof BenchError)) throw error
    const { code, message, hint, cause } = error
    throw new BenchError(code, `${sourceName(options.profile)}: ${message}`, {
      cause,
      ...(hint === undefined ? {} : { hint }),
    })
  }
}

function lcrText({ filter }: Conversion, machine: string): string {
  if (filter !== null) return lxcText(filter, machine)
  throw new BenchError(
    'bad-input',
    'found a profile that asks for no filter, expected one to write as lcr text',
    {
      hint: '--format oci prints null for it',
    },
  )
}

/** A thousand real profiles: what is longer is none, and /dev/zero never ends. */
const largestProfile_bytes = 16 * 1024 * 1024

async function readProfile(path: string, world: ConvertWorld): Promise<string> {
  const pieces: Uint8Array[] = []
  let length_bytes = 0
  try {
    for await (const piece of world.open(path)) {
      pieces.push(piece)
      length_bytes += piece.length
      if (length_bytes > largestProfile_bytes) break
    }
  } catch (cause) {
    throw new BenchError(
      'bad-input',
      `${sourceName(path)}: the profile cannot be read (${(cause as Error).message})`,
      { hint: 'give the path of a seccomp profile in Docker’s format, or - for standard input', cause },
    )
  }
  if (length_bytes <= largestProfile_bytes) return Buffer.concat(pieces).toString('utf8')
  throw new BenchError(
    'bad-input',
    `${sourceName(path)}: found more than ${largestProfile_bytes} bytes, expected a seccomp profile`,
    { hint: 'real profiles have some 15,000 bytes' },
  )
}

function sourceName(path: string): string {
  return path === '-' ? 'standard input' : path.length <= 200 ? path : `…${path.slice(-199)}`
}

function quote(text: string): string {
  return JSON.stringify(text.length <= 40 ? text : `${text.slice(0, 39)}…`)
}

const terminal: ConvertWorld = {
  open: path => (path === '-' ? process.stdin : createReadStream(path)),
  writeOut: text =>
    new Promise((resolve, reject) => {
      // Whoever reads may stop early (`| head`): that is no failure of ours.
      const settle = (error?: Error | null) =>
        error && (error as NodeJS.ErrnoException).code !== 'EPIPE' ? reject(error) : resolve()
      process.stdout.once('error', settle)
      process.stdout.write(text, settle)
    }),
  writeError: line => process.stderr.write(line),
}
