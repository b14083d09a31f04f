import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from './package.ts'

/** Every .yaml file of scenarios/ is a scenario: no rebuild, no registration. */
export function scenarioNames(): string[] {
  return readdirSync(join(packageFolder, 'scenarios'))
    .filter(name => name.endsWith('.yaml'))
    .map(name => name.slice(0, -'.yaml'.length))
    .sort()
}
