/** What two results must share to be spoken of together: the cell that was measured, and the kind of machine. */
import type { ArmResult, HostFacts, Run } from './model.ts'

/** Named facts, as text; the order is the order in which people read them. */
export type Facts = Readonly<Record<string, string>>

/** What was measured. Runs of different cells measure different things. */
export function cellOf(run: Run): Facts {
  const { plan, target, arms } = run
  const facts: Record<string, string> = {
    architecture: target.native ? target.architecture : `${target.architecture} on ${target.writtenOn}`,
    mode: plan.mode,
    // A sequential trial is one container however many follow: 50 and 500 creations measure the same thing.
    'containers of a trial': String(plan.mode === 'sequential' ? 1 : plan.containers),
    'containers at once': String(plan.mode === 'sequential' ? 1 : plan.concurrency),
    launcher: plan.launcher,
    'private mounts': plan.privateMounts ? 'yes' : 'no',
    'pinned to one CPU': plan.pinnedCpu === null ? 'no' : 'yes',
    capabilities: target.capabilities.join(','),
  }
  for (const arm of arms) Object.assign(facts, armFacts(arm))
  return facts
}

function armFacts(arm: ArmResult): Record<string, string> {
  const named: Record<string, string> = {
    converter: arm.converter,
    writer: arm.writer,
    version: arm.version === '' ? 'in process' : arm.version,
    binary: arm.binarySha256 === null ? 'none' : arm.binarySha256.slice(0, 12),
    profile: `${arm.profile.name} ${arm.profile.sha256.slice(0, 12)}`,
    fsync: arm.fsync ? 'yes' : 'no',
    adaptations: arm.adaptations.length === 0 ? 'none' : arm.adaptations.join('; '),
  }
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`${name} of ${arm.id}`, value]))
}

/** The kind of machine: times of different kinds say nothing about each other. */
export function hostClassOf({ host }: Pick<Run, 'host'>): Facts {
  return {
    machine: host.machine,
    CPU: host.cpu ?? 'unknown',
    cores: String(host.cores),
    kernel: majorOf(host.kernel),
    node: majorOf(host.node),
    virtualisation: host.virtualisation ?? 'none',
  }
}

/** `6.1.0-18-amd64` and `6.8.0` are 6, `v20.20.2` is v20. */
function majorOf(version: string): string {
  return version.split('.')[0] ?? version
}

/** One line for each fact that differs: `version of A: runc 1.1.5 / runc 1.1.7`; empty: none. */
export function differences(one: Facts, other: Facts): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter(name => one[name] !== other[name])
    .map(name => `${name}: ${one[name] ?? 'absent'} / ${other[name] ?? 'absent'}`)
}

/** Facts of the host beyond its class: these may differ between sessions of one machine, and are told. */
export function hostDetails(host: HostFacts): Facts {
  return {
    kernel: host.kernel,
    distribution: host.distribution ?? 'unknown',
    microcode: host.microcode ?? 'unknown',
    memory: String(host.memory_bytes),
    cgroups: host.cgroups,
    mitigations: host.mitigations.join('; '),
    'work file system': host.workFileSystem ?? 'unknown',
    node: host.node,
    libseccomp: host.libseccomp ?? 'unknown',
  }
}
