import type { Exporter } from '../contracts.ts'

/** The whole run, as results/reference/run.schema.json says it; one line a trial. */
export const json: Exporter = {
  name: 'json',
  summary: 'the whole run, by the published schema (results/reference/run.schema.json)',
  fileName: 'export.json',
  *serialise(run) {
    const { trials, ...head } = run
    yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "trials": [`
    for (const [index, trial] of trials.entries()) {
      yield `${index === 0 ? '' : ','}\n${JSON.stringify(trial)}`
    }
    yield '\n]}\n'
  },
}
