import { join } from 'node:path'
import { BenchError, readScenario, type Scenario } from '../src/index.ts'
import { packageFolder } from './package.ts'
import { scenarioNames } from './scenario-names.ts'

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
