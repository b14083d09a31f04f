/** `node write-schema.js`: writes results/reference/run.schema.json anew from what readRun checks. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runJsonSchema } from '../../src/export/schema.ts'
import { packageFolder } from '../package.ts'

const path = join(packageFolder, 'results/reference/run.schema.json')
writeFileSync(path, `${JSON.stringify(runJsonSchema(), null, 2)}\n`)
process.stdout.write(`written: ${path}\n`)
