import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { packageFolder } from '../package.ts'
import { lockedPackages, thirdPartyText } from './third-party.ts'

const packages = lockedPackages()
const read = (name: string): string => readFileSync(join(packageFolder, name), 'utf8')

describe('what is installed with us', () => {
  it('is listed with its licence in THIRD-PARTY.md, as the lock file has it', () => {
    assert.equal(read('THIRD-PARTY.md'), thirdPartyText(packages))
  })

  it('may be used by everybody: each package has one of these licences', () => {
    const fine = ['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT OR Apache-2.0', 'OFL-1.1']
    const others = packages.filter(({ licence }) => licence === null || !fine.includes(licence))
    assert.deepEqual(others, [])
  })

  it('is fetched from whichever registry the user has: the lock file names none', () => {
    assert.deepEqual(
      packages.filter(({ resolved }) => resolved !== null),
      [],
    )
    assert.doesNotMatch(read('package-lock.json'), /registry\./)
  })

  it('needs no install script: the one package that has one brings its binary ready-made', () => {
    const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)
    assert.deepEqual(scripts, ['koffi'])
  })

  it('is small in number: what is asked for has its reason in the README', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>
    const [, table = ''] = read('README.md').split('\n## Dependencies\n')
    for (const name of Object.keys(dependencies!)) {
      assert.match(table, new RegExp(`(\\| |, )${name.replaceAll(/[./]/g, '\\$&')}(,| \\|)`), name)
    }
    for (const name of Object.keys(devDependencies!)) {
      const short = name.replace(/^@biomejs\//, '').replace(/^@types\/.*/, 'typescript')
      assert.ok(table.includes(short), name)
    }
  })
})
