/**
 * Nominal levels of a group-sequential test: bounds c·t^(Δ−½) on |Z| at the looks, c such that a test of no difference
 * crosses any of them with probability alpha (Wang & Tsiatis 1987; Δ = 0 is O'Brien–Fleming, ½ Pocock, here ¼).
 * Worked out by recursive numerical integration (Armitage, McPherson & Rowe 1969).
 */
import { density, normalCdf, normalQuantile } from './normal.ts'

/** Even number of Simpson intervals across the region that goes on. */
const intervals = 160

/** Bounds on |Z| for looks at the information times `times` (ascending, last one 1). */
export function wangTsiatis(times: readonly number[], alpha = 0.05, shape = 0.25): readonly number[] {
  const key = `${times.join()}/${alpha}/${shape}`
  const known = found.get(key)
  if (known !== undefined) return known
  const bounds = (c: number): number[] => times.map(time => c * time ** (shape - 0.5))
  const c = root(value => crossing(times, bounds(value)) - alpha, 1, 8)
  if (found.size >= 64) found.clear()
  found.set(key, bounds(c))
  return bounds(c)
}

const found = new Map<string, readonly number[]>()

/**
 * The last bound when a plan ends early (a budget): earlier bounds stay as they were used, `times` are shares of what
 * was measured in the end, and the last one spends all that is left of alpha.
 */
export function lastBound(times: readonly number[], earlier: readonly number[], alpha = 0.05): number {
  if (earlier.length === 0) return -normalQuantile(alpha / 2)
  return root(value => crossing(times, [...earlier, value]) - alpha, 0, 8)
}

/** Two-sided level of a bound. */
export function nominalLevel(bound: number): number {
  return 2 * normalCdf(-bound)
}

/** Probability that |Z| crosses some bound, under no difference. */
export function crossing(times: readonly number[], bounds: readonly number[]): number {
  let crossed = nominalLevel(bounds[0] as number)
  let inside: Inside = { ends: 0, values: new Float64Array(0) }
  for (let look = 0; look + 1 < times.length; look++) {
    const time = times[look] as number
    const ends = (bounds[look] as number) * Math.sqrt(time)
    const values =
      look === 0
        ? grid(ends).map(s => density(s / Math.sqrt(time)) / Math.sqrt(time))
        : moved(inside, grid(ends), time - (times[look - 1] as number))
    inside = { ends, values }
    const next = times[look + 1] as number
    crossed += leaving(inside, (bounds[look + 1] as number) * Math.sqrt(next), Math.sqrt(next - time))
  }
  return crossed
}

interface Inside {
  readonly ends: number
  /** Density of the sum at `grid(ends)` for those that have not crossed. */
  readonly values: Float64Array
}

function grid(ends: number): Float64Array {
  return Float64Array.from({ length: intervals + 1 }, (_, i) => ends * ((2 * i) / intervals - 1))
}

function moved(inside: Inside, to: Float64Array, elapsed: number): Float64Array {
  const from = grid(inside.ends)
  const spread = Math.sqrt(elapsed)
  return to.map(s => simpson(inside, i => density((s - (from[i] as number)) / spread) / spread))
}

function leaving(inside: Inside, ends: number, spread: number): number {
  const from = grid(inside.ends)
  return simpson(inside, i => {
    const s = from[i] as number
    return normalCdf((s - ends) / spread) + normalCdf((-ends - s) / spread)
  })
}

function simpson({ ends, values }: Inside, weight: (i: number) => number): number {
  let sum = 0
  for (let i = 0; i <= intervals; i++) {
    const factor = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2
    sum += factor * (values[i] as number) * weight(i)
  }
  return (sum * 2 * ends) / intervals / 3
}

/** Bisection: `value` falls from positive to negative between the ends. */
function root(value: (x: number) => number, low: number, high: number): number {
  let [from, to] = [low, high]
  for (let step = 0; step < 40; step++) {
    const middle = (from + to) / 2
    if (value(middle) > 0) from = middle
    else to = middle
  }
  return (from + to) / 2
}
