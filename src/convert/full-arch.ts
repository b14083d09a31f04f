import type { Converter } from '../contracts.ts'
import { isuladRules } from './rules.ts'
import { plainListWarnings } from './warnings.ts'

/**
 * iSulad before commit f1176519: every architecture of `archMap` and its sub-architectures, in order, repeats
 * included. A plain `architectures` list (old format) is not read.
 */
export const fullArch: Converter = {
  name: 'full-arch',
  summary: 'iSulad before its optimisation: every architecture that the profile lists',
  convert(profile, target) {
    if (profile.defaultAction === undefined) return { filter: null, warnings: [] }
    return {
      filter: {
        defaultAction: profile.defaultAction,
        architectures: (profile.archMap ?? []).flatMap(({ architecture, subArchitectures }) => [
          architecture,
          ...subArchitectures,
        ]),
        syscalls: isuladRules(profile, target.capabilities),
      },
      warnings: plainListWarnings('full-arch', profile),
    }
  },
}
