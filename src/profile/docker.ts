import { architectureByScmp } from './arch.ts'
import { readRule } from './docker-rule.ts'
import type { ArchMapElement, DockerProfile } from './docker-types.ts'
import { type JsonDocument, parseJson } from './json.ts'
import {
  type Allowed,
  keySet,
  maximumUInt32,
  type ObjectAt,
  type Place,
  readEach,
  readObject,
  readUInt,
  readWord,
  readWords,
  refuse,
} from './read.ts'
import { actions, flags, known } from './vocabulary.ts'

export type { DockerArgument, DockerProfile, DockerRule, KernelVersion } from './docker-types.ts'

/**
 * Reads a seccomp profile in Docker's format, old (`name`, `architectures`) or new (`names`, `archMap`).
 *
 * As Docker's Go code reads it: keys in any case, unknown keys ignored, `null` the same as missing, numbers in digits
 * alone and without loss, text that is `null` or `{}` a profile that asks for no filter. Of a repeated key the last
 * value counts, whole (Go merges repeated objects). Stricter than Go, which leaves these to the runtime or crashes:
 * - words outside the specification's vocabulary, and system call names other than letters, digits and underscores
 *   (lcr's text is lines of words, so another name could forge a rule);
 * - a rule without action, or with neither `name` nor `names`; rules without a default action; a `null` rule;
 * - `name` with `names`, and `architectures` with `archMap`, wherever they stand (Go notices when it gets there);
 * - error numbers and argument indices above 4294967295.
 *
 * Throws BenchError `bad-input`, one line: the JSON path (or line and column), what was found, what was expected.
 */
export function parseDockerProfile(text: string): DockerProfile {
  const document = parseJson(text)
  const top = readObject(document.root, null, profileKeys, document)
  const syscalls = readEach(top, 'syscalls', readRule)
  const defaultErrnoRet = readUInt(top, 'defaultErrnoRet', maximumUInt32)
  const flagList = readWords(top, 'flags', knownFlag)
  return {
    ...readDefaultAction(top, syscalls.length > 0),
    ...(defaultErrnoRet === undefined ? {} : { defaultErrnoRet: Number(defaultErrnoRet) }),
    ...readArchitectures(top),
    ...(flagList.length === 0 ? {} : { flags: flagList }),
    syscalls,
  }
}

const profileKeys = keySet(
  'defaultAction',
  'defaultErrnoRet',
  'architectures',
  'archMap',
  'flags',
  'syscalls',
)

const knownAction = known(actions)
const knownFlag = known(flags)
const knownArchitecture: Allowed = {
  test: text => architectureByScmp.has(text),
  expected: 'an architecture such as SCMP_ARCH_X86_64',
}

/** No default action (in Go's eyes: missing, `null` or empty) is right only where there is nothing to decide. */
function readDefaultAction(top: ObjectAt, hasRules: boolean): Pick<DockerProfile, 'defaultAction'> {
  const value = top.fields.defaultAction
  if (!hasRules && (value === undefined || value === null || value === '')) return {}
  return { defaultAction: readWord(top, 'defaultAction', knownAction) }
}

function readArchitectures(top: ObjectAt): Pick<DockerProfile, 'architectures' | 'archMap'> {
  const architectures = readWords(top, 'architectures', knownArchitecture)
  const archMap = readEach(top, 'archMap', readArchMapElement)
  if (architectures.length > 0 && archMap.length > 0) {
    refuse(null, 'both "architectures" and "archMap"', 'one of the two')
  }
  if (archMap.length > 0) return { archMap }
  return architectures.length > 0 ? { architectures } : {}
}

function readArchMapElement(value: unknown, place: Place, document: JsonDocument): ArchMapElement {
  const here = readObject(value, place, archMapKeys, document)
  return {
    architecture: readWord(here, 'architecture', knownArchitecture),
    subArchitectures: readWords(here, 'subArchitectures', knownArchitecture),
  }
}

const archMapKeys = keySet('architecture', 'subArchitectures')
