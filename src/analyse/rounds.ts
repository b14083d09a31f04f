/** From stored rounds to the pairs of one metric and two arms. */

export interface MeasuredRound {
  /** Index of the round in the run; neighbours follow each other in time. */
  readonly round: number
  /** Arm ids in the order they ran: `slotArms[0]` in slot 1. Two, or more where several variants are compared. */
  readonly slotArms: readonly string[]
  /** Per metric one value per slot, positive; `null` or absent: not measured, or the trial failed. */
  readonly values: Readonly<Record<string, readonly (number | null)[]>>
}

export interface PairedData {
  /** Rounds in which both arms ran. */
  readonly recorded: number
  /** Places, among the rounds as recorded, of those that follow: only rounds with both values. */
  readonly places: Float64Array
  /** ln(later / earlier) of the two arms. */
  readonly z: Float64Array
  /** 1: the candidate ran later. */
  readonly o: Float64Array
  /** Arm of the trial just before the round: 1 candidate, 0 baseline, NaN another or unknown. */
  readonly last: Float64Array
  readonly baseline: Float64Array
  readonly candidate: Float64Array
  /** Both arms' values in the order they ran, and which are the candidate's (1). */
  readonly times: Float64Array
  readonly isCandidate: Float64Array
}

/**
 * Rounds as recorded, in time order. A round that lacks either value is left out as a pair; one value of 0 or less,
 * or next to 0, counts as lacking, since a ratio needs both.
 */
export function completeRounds(
  rounds: readonly MeasuredRound[],
  metric: string,
  baseline: string,
  candidate: string,
): PairedData {
  const columns = Array.from({ length: 6 }, () => [] as number[]) as [
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
  ]
  const [places, z, o, last, ofBaseline, ofCandidate] = columns
  let recorded = 0
  let previous: MeasuredRound | undefined
  for (const [place, round] of rounds.entries()) {
    const before = previous
    previous = round
    const b = round.slotArms.indexOf(baseline)
    const c = round.slotArms.indexOf(candidate)
    if (b < 0 || c < 0) continue
    recorded++
    const values = round.values[metric]
    const baselineValue = values?.[b]
    const candidateValue = values?.[c]
    if (!usable(baselineValue) || !usable(candidateValue)) continue
    const ratio = Math.log(candidateValue / baselineValue)
    places.push(place)
    z.push(c > b ? ratio : -ratio)
    o.push(c > b ? 1 : 0)
    last.push(armBefore(before, round, baseline, candidate))
    ofBaseline.push(baselineValue)
    ofCandidate.push(candidateValue)
  }
  const times = new Float64Array(2 * z.length)
  const isCandidate = new Float64Array(2 * z.length)
  o.forEach((second, i) => {
    times[2 * i] = (second === 1 ? ofBaseline : ofCandidate)[i] as number
    times[2 * i + 1] = (second === 1 ? ofCandidate : ofBaseline)[i] as number
    isCandidate[2 * i + (second === 1 ? 1 : 0)] = 1
  })
  return {
    recorded,
    places: Float64Array.from(places),
    z: Float64Array.from(z),
    o: Float64Array.from(o),
    last: Float64Array.from(last),
    baseline: Float64Array.from(ofBaseline),
    candidate: Float64Array.from(ofCandidate),
    times,
    isCandidate,
  }
}

/** What there was when so many rounds were recorded. */
export function upTo(data: PairedData, recorded: number): PairedData {
  let n = data.places.length
  while (n > 0 && (data.places[n - 1] as number) >= recorded) n--
  return {
    recorded: Math.min(data.recorded, recorded),
    places: data.places.subarray(0, n),
    z: data.z.subarray(0, n),
    o: data.o.subarray(0, n),
    last: data.last.subarray(0, n),
    baseline: data.baseline.subarray(0, n),
    candidate: data.candidate.subarray(0, n),
    times: data.times.subarray(0, 2 * n),
    isCandidate: data.isCandidate.subarray(0, 2 * n),
  }
}

/** No clock tells less than this, in any unit of ours; a ratio to it could be infinite. */
const least = 1e-9

function usable(value: number | null | undefined): value is number {
  return typeof value === 'number' && value >= least && value < Infinity
}

/** Only with two arms does the trial before slot 1 come from the round before, and the one before slot 2 from slot 1. */
function armBefore(
  before: MeasuredRound | undefined,
  round: MeasuredRound,
  baseline: string,
  candidate: string,
): number {
  if (before === undefined || before.round !== round.round - 1 || round.slotArms.length !== 2)
    return Number.NaN
  const arm = before.slotArms.at(-1)
  return arm === candidate ? 1 : arm === baseline ? 0 : Number.NaN
}
