import { type Run, type RunAnalysis, verdictText } from '../src/index.ts'

/** What every picture and page says of a run, in the same words. */
export function title({ plan, target, arms }: Run): string {
  const writers = writerNames(arms)
  const amount =
    plan.mode === 'sequential'
      ? 'containers created one after another'
      : `${plan.containers} containers created at once`
  return `${target.architecture}, ${writers}: ${amount}`
}

export function writerNames(arms: Run['arms']): string {
  return [...new Set(arms.map(arm => arm.version || arm.writer))].join(', ')
}

/** `FASTER: −18.70 % [−19.31 %, −18.08 %] (95 %, 500 rounds); …` with the arms' names before it. */
export function verdictSentence(run: Run, { verdict, metrics, calibration }: RunAnalysis): string {
  const [baseline, candidate] = run.arms.map(arm => arm.label)
  const metric = metrics.find(({ name }) => name === run.plan.metric)?.label ?? run.plan.metric
  const claims = verdict.verdict === 'FASTER' || verdict.verdict === 'SLOWER'
  const mark = claims && calibration === 'unverified' ? ' UNVERIFIED (no A/A calibration here)' : ''
  return `${candidate} against ${baseline}, ${metric}: ${verdictText(verdict)}${mark}`
}

/** How many, of what, where: one line. */
export function amountLine(run: Run, { decision, failures }: RunAnalysis): string {
  const { plan, target } = run
  const each =
    plan.mode === 'sequential' ? 'one creation of each arm' : `one batch of ${plan.containers} of each arm`
  const failed = failures.reduce((sum, arm) => sum + arm.failed, 0)
  const where = target.native ? `native on ${target.architecture}` : `written on ${target.writtenOn}`
  return `${where} · ${decision.recorded} rounds, ${each} in random order · ${failed === 0 ? 'no failures' : `${failed} failed, in no time`}`
}

export function originLines(run: Run): string[] {
  const { host, arms, plan, target } = run
  const profiles = [
    ...new Set(arms.map(({ profile }) => `${profile.name} (sha256 ${profile.sha256.slice(0, 8)})`)),
  ]
  const sizes = arms.map(arm => `${arm.label} ${arm.architectures} architectures, ${arm.bytes} bytes`)
  return [
    `Profile ${profiles.join(', ')} · ${sizes.join(' · ')}`,
    `Host ${host.cpu ?? 'unknown CPU'}, ${host.cores} cores, Linux ${host.kernel}${target.native ? '' : `, written on ${target.writtenOn}`}, cgroups ${host.cgroups}, Node ${host.node}${host.libseccomp === null ? '' : `, libseccomp ${host.libseccomp}`}`,
    `${run.created.slice(0, 16).replace('T', ' ')} UTC · scenario ${plan.scenario} · seed ${run.seed} · seccomp-bench ${run.version}${run.commit === null ? '' : ` (${run.commit})`}`,
  ]
}
