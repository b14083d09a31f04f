/** `node write-third-party.js`: writes THIRD-PARTY.md anew from package-lock.json. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../package.ts'
import { lockedPackages, thirdPartyText } from './third-party.ts'

const path = join(packageFolder, 'THIRD-PARTY.md')
writeFileSync(path, thirdPartyText(lockedPackages()))
process.stdout.write(`written: ${path}\n`)
