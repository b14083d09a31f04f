import { createHash } from 'node:crypto'
import { basename, resolve } from 'node:path'
import { type Arm, type ArmSpec, BenchError, converters, readText, type SpecWriter } from '../src/index.ts'

/** An arm with what it is made of. */
export interface ChosenArm {
  readonly arm: Arm
  readonly profileText: string
  /** Absolute. */
  readonly profilePath: string
  readonly writer: SpecWriter
}

export interface ArmDefaults {
  readonly writer: string
  readonly profile: string
  readonly fsync: boolean
  readonly writers: Readonly<Record<string, SpecWriter>>
}

/** Settles every arm: unknown names and unreadable profiles are `bad-input`. */
export function chooseArms(specs: readonly ArmSpec[], defaults: ArmDefaults): ChosenArm[] {
  const labels = labelsOf(specs, defaults)
  return specs.map((spec, index) => {
    const converter = known(spec.converter ?? 'host-arch', Object.keys(converters), 'converter')
    const writer = known(spec.writer ?? defaults.writer, Object.keys(defaults.writers), 'writer')
    const profile = readProfile(spec.profile ?? defaults.profile)
    const arm: Arm = {
      id: String.fromCharCode(65 + index),
      label: labels[index]!,
      converter,
      writer,
      profile: profile.reference,
      ...(spec.binary !== undefined && { binary: spec.binary }),
      fsync: spec.fsync ?? defaults.fsync,
    }
    const profilePath = resolve(spec.profile ?? defaults.profile)
    return { arm, profileText: profile.text, profilePath, writer: defaults.writers[writer]! }
  })
}

/**
 * `converter=host-arch,writer=crun,profile=FILE,fsync=true,label=TEXT`; `runtime=runc:/path` is writer and binary in
 * one. Throws BenchError `bad-input`.
 */
export function parseArm(option: string, text: string): ArmSpec {
  const spec: Record<string, string | boolean> = {}
  for (const part of text.split(',')) {
    const [key, value] = split(part, '=')
    if (value === undefined || value === '' || !armKeys.includes(key)) {
      throw new BenchError(
        'bad-input',
        `${option}: found ${part.slice(0, 60)}, expected ${armKeys.join('=…, ')}=…`,
        {
          hint: `for example ${option} converter=host-arch,writer=runc`,
        },
      )
    }
    if (key === 'runtime') {
      const [writer, binary] = split(value, ':')
      spec.writer = writer
      if (binary !== undefined) spec.binary = binary
    } else if (key === 'fsync') {
      if (value !== 'true' && value !== 'false') {
        throw new BenchError(
          'bad-input',
          `${option}: fsync: found ${value.slice(0, 40)}, expected true or false`,
        )
      }
      spec.fsync = value === 'true'
    } else if (key === 'label' && value.length > 60) {
      throw new BenchError(
        'bad-input',
        `${option}: label: found ${value.length} characters, expected at most 60`,
      )
    } else {
      spec[key] = value
    }
  }
  return spec as ArmSpec
}

const armKeys = ['converter', 'writer', 'runtime', 'binary', 'profile', 'fsync', 'label']

function split(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function known(name: string, names: readonly string[], what: string): string {
  if (names.includes(name)) return name
  throw new BenchError('bad-input', `${what} ${name.slice(0, 60)}: not known, expected ${names.join(', ')}`, {
    hint:
      what === 'writer' ? 'another OCI runtime is named with --runtime name=/path/to/binary' : 'see --help',
  })
}

const largestProfile_bytes = 16 * 1024 * 1024

/** Its text and what it is referred to by. Throws BenchError `bad-input`. */
export function readProfile(path: string) {
  const hint = 'give the path of a seccomp profile in Docker’s format with --profile'
  let text: string | null
  try {
    text = readText(path, largestProfile_bytes)
  } catch (cause) {
    throw new BenchError('bad-input', `${path}: the profile cannot be read (${(cause as Error).message})`, {
      hint,
      cause,
    })
  }
  if (text === null) {
    throw new BenchError('bad-input', `${path}: longer than ${largestProfile_bytes} bytes`, { hint })
  }
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { text, reference: { name: basename(path), bytes: Buffer.byteLength(text), sha256 } }
}

/** A label says what differs between the arms; where nothing does, the letter. */
function labelsOf(specs: readonly ArmSpec[], defaults: ArmDefaults): string[] {
  const facets: ((spec: ArmSpec) => string)[] = [
    spec => spec.converter ?? 'host-arch',
    spec => spec.writer ?? defaults.writer,
    spec => spec.binary ?? 'from PATH',
    spec => basename(spec.profile ?? defaults.profile),
    spec => ((spec.fsync ?? defaults.fsync) ? 'fsync' : 'no fsync'),
  ]
  const differing = facets.filter(facet => new Set(specs.map(facet)).size > 1)
  return specs.map((spec, index) => {
    const made = differing.map(facet => facet(spec)).join(' ') || `copy ${String.fromCharCode(65 + index)}`
    return spec.label ?? made.slice(0, 60)
  })
}
