import type { Resources } from './resources.ts'

/** Most that may be there more after the run than after its warm-up. */
const allowed: Resources = { descriptors: 0, rss_mib: 10, heap_mib: 10, cgroups: 0, mounts: 0 }

export interface Growth {
  readonly what: keyof Resources
  readonly before: number
  readonly after: number
  readonly allowed: number
  readonly grown: boolean
}

/** Beside what is allowed: less than before is no growth. */
export function growth(before: Resources, after: Resources): Growth[] {
  return (Object.keys(allowed) as (keyof Resources)[]).map(what => ({
    what,
    before: before[what],
    after: after[what],
    allowed: allowed[what],
    grown: after[what] - before[what] > allowed[what],
  }))
}
