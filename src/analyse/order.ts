/** Order statistics: of a sample, and of all differences between two samples without ever writing them down. */

/** A sorted copy, ascending. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort()
}

/** The middle of an ascending list (mean of the two middle ones of an even count); NaN of none. */
function medianOfSorted(ascending: ArrayLike<number>): number {
  const n = ascending.length
  if (n === 0) return Number.NaN
  return ((ascending[(n - 1) >> 1] as number) + (ascending[n >> 1] as number)) / 2
}

export function median(values: ArrayLike<number>): number {
  return medianOfSorted(sorted(values))
}

/** Quantile of an ascending list, linear between order statistics (type 7 of Hyndman & Fan 1996). */
export function quantileOfSorted(ascending: ArrayLike<number>, share: number): number {
  const position = share * (ascending.length - 1)
  const below = Math.floor(position)
  const low = ascending[below] as number
  const high = ascending[Math.min(below + 1, ascending.length - 1)] as number
  return low + (position - below) * (high - low)
}

/** The `rank`-th smallest value (1 = smallest) without sorting the rest (Hoare's find). */
export function nthSmallest(values: ArrayLike<number>, rank: number): number {
  const list = Float64Array.from(values)
  let left = 0
  let right = list.length - 1
  while (left < right) {
    const pivot = list[rank - 1] as number
    let i = left
    let j = right
    while (i <= j) {
      while ((list[i] as number) < pivot) i++
      while ((list[j] as number) > pivot) j--
      if (i > j) break
      const value = list[i] as number
      list[i++] = list[j] as number
      list[j--] = value
    }
    if (j < rank - 1) left = i
    if (i > rank - 1) right = j
  }
  return list[rank - 1] as number
}

/**
 * The `rank`-th smallest (1 = smallest) of all differences a − b, from ascending lists: bisection on the value with a
 * two-pointer count, so that 2,500 × 2,500 differences take a fraction of a millisecond and no memory.
 */
export function nthDifference(a: Float64Array, b: Float64Array, rank: number): number {
  const m = a.length
  const n = b.length
  let high = (a[m - 1] as number) - (b[0] as number)
  let low = (a[0] as number) - (b[n - 1] as number)
  if (rank <= 1) return low
  if (rank >= m * n) return high
  // Kept true: at most `below` < rank differences are ≤ low, and `within` ≥ rank are ≤ high.
  let below = countUpTo(a, b, low)
  if (below >= rank) return low
  let within = m * n
  while (within - below > 4 * (m + n)) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high
    const count = countUpTo(a, b, middle)
    if (count >= rank) {
      high = middle
      within = count
    } else {
      low = middle
      below = count
    }
  }
  return gather(a, b, low, high, within - below).sort()[rank - below - 1] as number
}

/** The median of all differences a − b (the mean of the two middle ones of an even count). */
export function medianDifference(a: Float64Array, b: Float64Array): number {
  const count = a.length * b.length
  const lower = nthDifference(a, b, Math.floor((count + 1) / 2))
  return count % 2 === 1 ? lower : (lower + nthDifference(a, b, count / 2 + 1)) / 2
}

function countUpTo(a: Float64Array, b: Float64Array, limit: number): number {
  let count = 0
  let start = 0
  const n = b.length
  // As a grows, the smallest b that still gives a − b ≤ limit moves up only.
  for (const value of a) {
    while (start < n && value - (b[start] as number) > limit) start++
    if (start === n) break
    count += n - start
  }
  return count
}

function gather(a: Float64Array, b: Float64Array, low: number, high: number, count: number): Float64Array {
  const found = new Float64Array(count)
  let used = 0
  let start = 0
  const n = b.length
  for (const value of a) {
    while (start < n && value - (b[start] as number) > high) start++
    for (let j = start; j < n; j++) {
      const difference = value - (b[j] as number)
      if (difference <= low) break
      found[used++] = difference
    }
  }
  return found
}
