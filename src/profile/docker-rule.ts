import type { DockerArgument, DockerConditions, DockerRule } from './docker-types.ts'
import type { JsonDocument } from './json.ts'
import { readMinimumKernel } from './kernel.ts'
import {
  type Allowed,
  at,
  keySet,
  maximumUInt32,
  maximumUInt64,
  type ObjectAt,
  type Place,
  readEach,
  readObject,
  readUInt,
  readWord,
  readWords,
  refuse,
  refuseField,
} from './read.ts'
import { actions, known, operators } from './vocabulary.ts'

/** One element of `syscalls`. */
export function readRule(value: unknown, place: Place, document: JsonDocument): DockerRule {
  if (value === null) refuse(place, 'null', 'an object')
  const here = readObject(value, place, ruleKeys, document)
  refuseOddComment(here)
  const errnoRet = readUInt(here, 'errnoRet', maximumUInt32)
  const rule = {
    names: readNames(here),
    action: readWord(here, 'action', knownAction),
    args: readEach(here, 'args', readArgument),
    includes: readConditions(here, 'includes'),
    excludes: readConditions(here, 'excludes'),
  }
  return errnoRet === undefined ? rule : { ...rule, errnoRet: Number(errnoRet) }
}

const ruleKeys = keySet('name', 'names', 'action', 'errnoRet', 'args', 'comment', 'includes', 'excludes')
const knownAction = known(actions)
const knownOperator = known(operators)
const systemCall: Allowed = {
  test: text => /^[A-Za-z0-9_]+$/.test(text),
  expected: 'a system call name of letters, digits and underscores',
}
const plainWord: Allowed = {
  test: text => /^[A-Za-z0-9_-]+$/.test(text),
  expected: 'a name of letters, digits, "_" and "-"',
}

/** Nothing reads comments, but Go refuses one that is no string. */
function refuseOddComment(here: ObjectAt): void {
  const { comment } = here.fields
  if (typeof comment === 'string' || comment === undefined || comment === null) return
  refuseField(here, 'comment', 'a string')
}

/** The old format's `name` becomes a list of one; an empty one is none, as in Go. */
function readNames(here: ObjectAt): readonly string[] {
  const { name } = here.fields
  const names = readWords(here, 'names', systemCall)
  if (name === undefined || name === null || name === '') {
    if (here.fields.names === undefined) refuse(here.place, 'neither "name" nor "names"', 'one of the two')
    return names
  }
  if (names.length > 0) refuse(here.place, 'both "name" and "names"', 'one of the two')
  return [readWord(here, 'name', systemCall)]
}

/** A missing `index` or `value` is 0, as in Go. */
function readArgument(value: unknown, place: Place, document: JsonDocument): DockerArgument {
  if (value === null) refuse(place, 'null', 'an object')
  const here = readObject(value, place, argumentKeys, document)
  const valueTwo = readUInt(here, 'valueTwo', maximumUInt64)
  return {
    index: Number(readUInt(here, 'index', maximumUInt32) ?? 0),
    value: readUInt(here, 'value', maximumUInt64) ?? 0,
    ...(valueTwo === undefined ? {} : { valueTwo }),
    op: readWord(here, 'op', knownOperator),
  }
}

const argumentKeys = keySet('index', 'value', 'valueTwo', 'op')

/** Missing, `null` and `{}` are the same: no condition. */
function readConditions(rule: ObjectAt, key: 'includes' | 'excludes'): DockerConditions {
  const value = rule.fields[key]
  if (value === undefined || value === null) return noConditions
  const here = readObject(value, at(rule.place, key), conditionKeys, rule.document)
  const minKernel = readMinimumKernel(here, 'minKernel')
  const conditions = {
    arches: readWords(here, 'arches', plainWord),
    caps: readWords(here, 'caps', plainWord),
  }
  return minKernel === undefined ? conditions : { ...conditions, minKernel }
}

const conditionKeys = keySet('arches', 'caps', 'minKernel')
const noConditions: DockerConditions = { arches: [], caps: [] }
