import { equivalence, equivalenceLines } from '../equivalence/index.ts'
import { BenchError } from '../errors.ts'
import type { ArmEquivalence, Plan, RunTarget } from '../model.ts'
import { serialiseOciFilter } from '../profile/oci.ts'
import type { Opened } from './open-arm.ts'

/**
 * Before anything is timed: does this arm's filter answer every system call of the host as the first arm's does? A
 * faster filter that lets something else through is no optimisation. A difference ends the run unless it is allowed;
 * where it cannot be known (no libseccomp), the run goes on and says so.
 */
export function armEquivalence(
  first: Opened,
  arm: Opened,
  { plan, target }: { readonly plan: Plan; readonly target: RunTarget },
): ArmEquivalence | null {
  if (arm === first) return null
  if (serialiseOciFilter(first.filter) === serialiseOciFilter(arm.filter)) {
    return { status: 'equivalent', lines: ['the filters are one text'] }
  }
  const result = equivalence(first.filter, arm.filter, target.machine)
  const labels = { a: first.bench.arm.label, b: arm.bench.arm.label }
  const lines = equivalenceLines(result, labels, 10).map(line => line.slice(0, 500))
  if (result.status === 'different' && !plan.allowDifference) {
    throw new BenchError(
      'bad-input',
      `the filters of ${labels.a} and ${labels.b} differ: ${lines.join('; ')}`,
      {
        hint: '`seccomp-bench diff` lists every difference; --allow-difference measures all the same',
      },
    )
  }
  return { status: result.status, lines }
}
