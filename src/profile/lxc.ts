import { BenchError } from '../errors.ts'
import { architectureByScmp, architectures } from './arch.ts'
import type { OciFilter, OciRule } from './oci.ts'

/**
 * LXC "version 2" filter text, byte for byte what lcr writes (src/runtime/conf.c): every rule again under the header
 * of every architecture, repeats included; the rules alone where the list is empty or absent. Error numbers other
 * than 1 are lost, as lcr loses them. `machine` is `uname -m` of the host that lcr would run on.
 * Throws BenchError `bad-input` where lcr fails: an action that it has no word for, a rule without names, a host
 * whose header is needed and that it does not know.
 */
export function lxcText(filter: OciFilter, machine: string): string {
  const action = actionWord(filter.defaultAction)
  const head = `2\n${action === 'allow' ? 'blacklist' : 'whitelist'} ${action}\n`
  const rules = filter.syscalls.map(ruleLines).join('')
  const list = filter.architectures ?? []
  if (list.length === 0) return head + rules
  refuseVastText(list.length, rules.length)
  const sections = list.map(scmp => `[${header(scmp, machine)}]\n${rules}`)
  return head + sections.join('')
}

function ruleLines(rule: OciRule): string {
  if (rule.names.length === 0) fail('a rule without names', 'at least one name')
  const ending = ` ${actionWord(rule.action)}${argumentsText(rule)}\n`
  return rule.names.join(ending) + ending
}

function argumentsText(rule: OciRule): string {
  if (rule.args === undefined) return ''
  return rule.args
    .map(({ index, value, op, valueTwo }) => ` [${index},${value},${op},${valueTwo ?? 0}]`)
    .join('')
}

function actionWord(action: string): string {
  return words.get(action) ?? fail(`the action ${action}`, `one of ${[...words.keys()].join(', ')}`)
}

const words: ReadonlyMap<string, string> = new Map([
  ['SCMP_ACT_KILL', 'kill'],
  ['SCMP_ACT_TRAP', 'trap'],
  ['SCMP_ACT_ALLOW', 'allow'],
  ['SCMP_ACT_TRACE', 'trace 1'],
  ['SCMP_ACT_ERRNO', 'errno 1'],
])

/** The end of lcr's table answers for every architecture that it lacks: the host's own header. */
function header(scmp: string, machine: string): string {
  const lxc = architectureByScmp.get(scmp)?.lxc ?? architectures.find(row => row.lcrHost?.test(machine))?.lxc
  return lxc ?? fail(`${scmp} on a machine ${machine}`, 'an architecture or a machine that lcr knows')
}

/** A profile of a few megabytes can ask for terabytes; the largest real text has 145,000 bytes. */
function refuseVastText(sections: number, characters: number): void {
  if (sections * characters > 256 * 1024 * 1024) {
    fail(`${sections} architectures with ${characters} bytes of rules each`, 'at most 256 MiB of text')
  }
}

function fail(found: string, expected: string): never {
  throw new BenchError('bad-input', `lcr text: found ${found}, expected ${expected}`, {
    hint: 'leave it out of the profile, or choose a writer that can take it',
  })
}
