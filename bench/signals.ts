import { constants } from 'node:os'

export interface StopSignal {
  readonly name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'
  readonly number: number
}

/**
 * Listens for the signals that mean "stop": the run ends after the container (or batch) in flight, and saves. Says so
 * once. Containers do not hear the terminal's Ctrl-C: they run in process groups of their own.
 */
export function onStopSignal(): { readonly caught: () => StopSignal | null } {
  let caught: StopSignal | null = null
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (caught === null) {
        process.stderr.write(`\n${name}: finishing what is in flight, then cleaning up and saving …\n`)
        caught = { name, number: constants.signals[name] }
      } else {
        process.stderr.write(`${name}: still cleaning up; nothing is left behind if you wait\n`)
      }
    })
  }
  return { caught: () => caught }
}
