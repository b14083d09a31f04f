import type { Pair } from './pairs.ts'

/** What a change of level may come from: everything that both points tell and that is not the same. */
export function whatElseChanged(before: Pair, after: Pair): string[] {
  const [one, other] = [told(before), told(after)]
  return Object.entries(other).flatMap(([what, now]) => {
    const then = one[what]
    return then === now ? [] : [`${what} ${then ?? 'unknown'} → ${now ?? 'unknown'}`]
  })
}

function told({ facts, baseline, candidate }: Pair): Record<string, string | null> {
  return {
    commit: facts.commit,
    'seccomp-bench': facts.version,
    [`version of ${baseline.label}`]: baseline.version,
    [`version of ${candidate.label}`]: candidate.version,
    [`binary of ${baseline.label}`]: baseline.binarySha256?.slice(0, 12) ?? null,
    [`binary of ${candidate.label}`]: candidate.binarySha256?.slice(0, 12) ?? null,
    [`profile of ${baseline.label}`]: baseline.profileSha256.slice(0, 12),
    [`profile of ${candidate.label}`]: candidate.profileSha256.slice(0, 12),
    kernel: facts.kernel,
    libseccomp: facts.libseccomp,
    node: facts.node,
  }
}
