import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const cli = fileURLToPath(new URL('./cli.js', import.meta.url))

/** A loader (module.register) that tells the address of every module that is loaded, one a line on standard error. */
const telling =
  'export async function load(url, context, next) { process._rawDebug("loaded " + url); return next(url, context) }'
const registering = `import { register } from 'node:module'; register(${JSON.stringify(inUrl(telling))})`

function inUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`
}

/** Names of the packages that the command loads, each once. */
async function packagesOf(...parameters: readonly string[]): Promise<readonly string[]> {
  const { exitCode, stderr } = await execa(
    process.execPath,
    ['--import', inUrl(registering), cli, ...parameters],
    { input: '{"defaultAction":"SCMP_ACT_ALLOW"}', reject: false },
  )
  assert.equal(exitCode, 0, stderr)
  const names = stderr.matchAll(/^loaded file:.*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)
  return [...new Set([...names].map(match => match[1]!))].sort()
}

const light = ['commander', 'csv-stringify', 'pure-rand']

test('help loads no schemas, no database, no drawing and nothing that starts processes', async () => {
  assert.deepEqual(await packagesOf('--help'), light)
  assert.deepEqual(await packagesOf('run', '--help'), light)
})

test('converting a profile loads no more than help does', async () => {
  assert.deepEqual(await packagesOf('convert', '--profile', '-'), light)
})

test('doctor loads what starts runtimes and draws its table, but no schemas', async () => {
  const packages = await packagesOf('doctor', '--json')
  assert.ok(packages.includes('execa') && packages.includes('cli-table3'), packages.join(' '))
  assert.deepEqual(
    ['zod', 'yaml', 'libsql', 'pg', 'chart.js'].filter(name => packages.includes(name)),
    [],
  )
})
