import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError, readScenario, type Scenario } from '../src/index.ts'
import { packageFolder } from './package.ts'

/** Every .yaml file of scenarios/ is a scenario: no rebuild, no registration. */
export function scenarioNames(): string[] {
  return readdirSync(join(packageFolder, 'scenarios'))
    .filter(name => name.endsWith('.yaml'))
    .map(name => name.slice(0, -'.yaml'.length))
    .sort()
}

/** A name from scenarios/, or the path of a file. */
export function findScenario(nameOrFile: string): Scenario {
  if (/\.ya?ml$|[/\\]/.test(nameOrFile)) return readScenario(nameOrFile)
  const names = scenarioNames()
  if (!names.includes(nameOrFile)) {
    throw new BenchError(
      'bad-input',
      `scenario ${nameOrFile.slice(0, 60)}: not found, expected ${names.join(', ')} or a .yaml file`,
      {
        hint: 'a file of your own is given by its path: --scenario ./mine.yaml',
      },
    )
  }
  return readScenario(join(packageFolder, 'scenarios', `${nameOrFile}.yaml`))
}
