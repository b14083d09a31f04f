import { BenchError } from '../errors.ts'
import type { CalibrationRecord, HarnessFacts, Run, Trial } from '../model.ts'
import type { JournalContent } from './read.ts'

export interface Ending {
  readonly ended: Run['ended']
  readonly harness: HarnessFacts
  readonly calibration: (run: Pick<Run, 'host' | 'plan' | 'arms' | 'target'>) => CalibrationRecord | null
  /** Trials that the journal could not take. */
  readonly unwritten?: readonly Trial[]
}

/** The journal as a run. Throws where the run died before its arms were open. */
export function assembleRun(content: JournalContent, ending: Ending): Run {
  const { head, opened: arms, noise, trials } = content
  if (arms === null) throw new BenchError('bad-input', `${head.id}: the run died before it measured anything`)
  const { plan, target, host } = head
  return {
    schema: 'seccomp-bench/run/1',
    id: head.id,
    created: head.created,
    status: ending.ended === 'interrupted' ? 'interrupted' : 'complete',
    ended: ending.ended,
    seed: head.seed,
    command: head.command,
    version: head.version,
    commit: head.commit,
    plan,
    target,
    host,
    harness: ending.harness,
    noise,
    calibration: ending.calibration({ host, plan, arms, target }),
    resumed: content.resumed,
    arms,
    trials: [...trials, ...(ending.unwritten ?? [])],
  }
}
