import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../package.ts'

export interface LockedPackage {
  /** `@scope/name`. */
  readonly name: string
  readonly version: string
  /** SPDX expression; `null`: it names none. */
  readonly licence: string | null
  readonly development: boolean
  /** For some platforms only. */
  readonly optional: boolean
  readonly hasInstallScript: boolean
  /** Where it was fetched from, if the lock file says so. */
  readonly resolved: string | null
}

interface LockEntry {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
  readonly resolved?: string
  readonly link?: boolean
}

/** Every package of package-lock.json but the project's own and its vendored one, sorted by name. */
export function lockedPackages(): readonly LockedPackage[] {
  const lock = JSON.parse(readFileSync(join(packageFolder, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>
  }
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.includes('node_modules/') && entry.link !== true)
    .map(([path, entry]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      licence: entry.license ?? null,
      development: entry.dev === true,
      optional: entry.optional === true,
      hasInstallScript: entry.hasInstallScript === true,
      resolved: entry.resolved ?? null,
    }))
    .sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
}

/** THIRD-PARTY.md: what a user of the package installs with it, and under which licence. */
export function thirdPartyText(packages: readonly LockedPackage[]): string {
  const shipped = packages.filter(({ development }) => !development)
  const rows = shipped.map(
    ({ name, version, licence, optional }) =>
      `| ${name} | ${version} | ${licence ?? 'none named'} | ${optional ? 'on its platform' : 'everywhere'} |`,
  )
  return [
    '# Third-party software',
    '',
    'Installed with seccomp-bench, as package-lock.json has it. `node dist/bench/ci/write-third-party.js` writes this list.',
    'The font of the pictures (DejaVu Sans, in @fontsource/dejavu-sans) is drawn into them; nothing else is copied into a',
    'result but Chart.js and its two plug-ins, into report.html.',
    '',
    '| package | version | licence (SPDX) | installed |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
