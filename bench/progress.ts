import type { Trial } from '../src/index.ts'

export interface Progress {
  /** Draws, if it is time to; called between trials only, so that nothing is drawn inside a timed region. */
  readonly trial: (trial: Trial) => void
  /** Ends the bar's line. */
  readonly close: () => void
}

export interface ProgressInput {
  readonly stream: NodeJS.WriteStream
  readonly title: string
  /** Trials in all, warm-up included. */
  readonly trials: number
  /** The run may end before all trials. */
  readonly atMost: boolean
  readonly clock_ms: () => number
}

/** On a terminal a bar with rate and time left, redrawn in place; elsewhere a plain line now and then. */
export function progress({ stream, title, trials, atMost, clock_ms }: ProgressInput): Progress {
  const terminal = stream.isTTY === true && process.env.TERM !== 'dumb'
  const started_ms = clock_ms()
  const interval_ms = terminal ? 100 : 5000
  let drawn_ms = started_ms
  let done = 0
  let failed = 0
  const draw = (now_ms: number): void => {
    drawn_ms = now_ms
    const line = status({ title, done, trials, atMost, failed, elapsed_ms: now_ms - started_ms })
    if (terminal) stream.write(`\r\u001b[2K${bar(done / trials, line, stream.columns || 80)}`)
    else stream.write(`${line}\n`)
  }
  return {
    trial: trial => {
      done += 1
      failed += trial.creations.filter(creation => creation.status === 'failed').length
      const now_ms = clock_ms()
      if (now_ms - drawn_ms >= interval_ms || done === trials) draw(now_ms)
    },
    close: () => {
      if (terminal && done > 0) stream.write('\n')
    },
  }
}

export interface Status {
  readonly title: string
  readonly done: number
  readonly trials: number
  readonly atMost: boolean
  readonly failed: number
  readonly elapsed_ms: number
}

/** `title  120/1000 trials  41/s  0:21 left  3 failed` */
export function status({ title, done, trials, atMost, failed, elapsed_ms }: Status): string {
  const rate = (done * 1000) / Math.max(elapsed_ms, 1)
  const left_s = Math.ceil((trials - done) / rate)
  const parts = [
    title,
    `${done}/${trials} trials`,
    `${rate >= 10 ? rate.toFixed(0) : rate.toPrecision(2)}/s`,
    done === trials
      ? `${duration(Math.round(elapsed_ms / 1000))} in all`
      : `${atMost ? 'at most ' : ''}${duration(left_s)} left`,
  ]
  if (failed > 0) parts.push(`${failed} failed`)
  return parts.join('  ')
}

function duration(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** The bar takes what the text leaves of the line; on a narrow terminal the text alone, cut. */
function bar(share: number, text: string, columns: number): string {
  const width = Math.min(30, columns - text.length - 4)
  if (width < 5) return text.slice(0, columns - 1)
  const full = Math.round(share * width)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${text}`
}
