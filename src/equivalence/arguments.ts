import type { Comparison } from '../bpf/words.ts'
import { boundaryValues, holdingValue } from './boundaries.ts'

/** Six values of one call. */
export type Arguments = readonly bigint[]

export interface ArgumentCases {
  readonly cases: readonly Arguments[]
  /** Whether every combination of the boundary values is among them. */
  readonly complete: boolean
}

/**
 * The arguments with which one system call is tried. `rules`: the comparisons of each of its rules, of both filters.
 * Every combination of their boundary values where those are at most `most`; else each rule is made to hold, and its
 * values are varied one and two at a time, as far as `most` reaches.
 */
export function argumentCases(rules: readonly (readonly Comparison[])[], most: number): ArgumentCases {
  const values = valuesByIndex(rules)
  const combinations = values.reduce((product, list) => product * list.length, 1)
  if (combinations <= most) return { cases: product(values), complete: true }
  return { cases: varied(rules, values, most), complete: false }
}

/** Arguments that no rule compares stay 0. */
function valuesByIndex(rules: readonly (readonly Comparison[])[]): readonly (readonly bigint[])[] {
  return Array.from({ length: 6 }, (_, index) => {
    const compared = rules.flat().filter(comparison => comparison.index === index)
    return compared.length === 0 ? [0n] : [...new Set(compared.flatMap(boundaryValues))]
  })
}

function product(values: readonly (readonly bigint[])[]): readonly Arguments[] {
  return values.reduce<readonly Arguments[]>(
    (made, list) => made.flatMap(front => list.map(value => [...front, value])),
    [[]],
  )
}

function varied(
  rules: readonly (readonly Comparison[])[],
  values: readonly (readonly bigint[])[],
  most: number,
): readonly Arguments[] {
  const cases: Arguments[] = []
  const holding = rules.map(rule => {
    const point = Array<bigint>(6).fill(0n)
    for (const comparison of rule)
      if (comparison.index < 6) point[comparison.index] = holdingValue(comparison)
    return point
  })
  for (const point of holding) {
    for (const [index, list] of values.entries()) {
      for (const value of list) cases.push(point.with(index, value))
      if (cases.length >= most) return cases.slice(0, most)
    }
  }
  for (const point of holding) {
    for (let first = 0; first < 6; first++) {
      for (let second = first + 1; second < 6; second++) {
        for (const one of values[first]!) {
          for (const other of values[second]!) cases.push(point.with(first, one).with(second, other))
          if (cases.length >= most) return cases.slice(0, most)
        }
      }
    }
  }
  return cases
}
