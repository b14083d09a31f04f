import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { execa } from 'execa'
import { BenchError, control } from '../../src/index.ts'
import { packageFolder } from '../package.ts'
import { withRevision } from './worktree.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seccomp-bench-worktree-')))
after(() => rmSync(folder, { recursive: true }))

const project = join(folder, 'project')
const git = (...parameters: string[]) =>
  execa('git', ['-C', project, '-c', 'user.name=t', '-c', 'user.email=t@example', ...parameters])

/** A project of one source file, in two commits, whose packages are this project's. */
async function makeProject(): Promise<void> {
  mkdirSync(join(project, 'src'), { recursive: true })
  await git('init', '--quiet')
  const write = (name: string, text: string) => writeFileSync(join(project, name), text)
  write('package.json', '{"type": "module"}')
  write('package-lock.json', '{}')
  write('.gitignore', 'node_modules\ndist\n')
  const compilerOptions = {
    rootDir: '.',
    module: 'nodenext',
    target: 'es2023',
    types: [],
    skipLibCheck: true,
  }
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }))
  write('src/index.ts', `export const which: string = 'old'\n`)
  await git('add', '.')
  await git('commit', '--quiet', '-m', 'old')
  write('src/index.ts', `export const which: string = 'new'\n`)
  await git('commit', '--quiet', '-a', '-m', 'new')
  // A hook of the repository's owner must not run because of a comparison.
  writeFileSync(join(project, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${folder}/hook-ran\n`, {
    mode: 0o755,
  })
  symlinkSync(join(packageFolder, 'node_modules'), join(project, 'node_modules'))
}

const world = { packageFolder: project, control, stop: () => false }

/** Folders of comparisons that this process may have left. */
const leftovers = () => readdirSync(tmpdir()).filter(name => /^seccomp-bench-gate-\w{6}$/.test(name))

async function assertNothingLeft(before: readonly string[]): Promise<void> {
  assert.deepEqual(
    leftovers().filter(name => !before.includes(name)),
    [],
  )
  const { stdout } = await git('worktree', 'list', '--porcelain')
  assert.equal(stdout.match(/^worktree /gm)!.length, 1)
  const status = await git('status', '--porcelain')
  assert.equal(status.stdout, '')
  assert.ok(
    existsSync(join(packageFolder, 'node_modules/typescript/package.json')),
    'packages are still there',
  )
  assert.equal(existsSync(join(folder, 'hook-ran')), false)
}

describe('a revision in a worktree of its own', async () => {
  await makeProject()

  it('is built, handed over, and gone afterwards', async () => {
    const before = leftovers()
    const result = await withRevision('HEAD~1', world, async ({ commit, module }) => {
      assert.match(commit, /^[0-9a-f]{40}$/)
      assert.equal((await git('worktree', 'list')).stdout.split('\n').length, 2)
      return (module as { which: string }).which
    })
    assert.equal(result, 'old')
    await assertNothingLeft(before)
  })

  it('is gone as well when what uses it fails', async () => {
    const before = leftovers()
    await assert.rejects(
      withRevision('HEAD', world, async () => {
        throw new Error('as planned')
      }),
      /as planned/,
    )
    await assertNothingLeft(before)
  })

  it('that cannot be built ends in one line, and is gone', async () => {
    const before = leftovers()
    const failing: typeof control = async (file, parameters, options) =>
      file === process.execPath
        ? { exitCode: 2, stdout: 'src/index.ts(1,1): error TS1: \u001b[31mno\nmore', stderr: '' }
        : control(file, parameters, options)
    await assert.rejects(
      withRevision('HEAD', { ...world, control: failing }, async () => assert.fail('was used')),
      (error: unknown) =>
        error instanceof BenchError &&
        error.code === 'environment' &&
        /cannot be built here: src\/index\.ts.*\\u001b\[31mno$/.test(error.message),
    )
    await assertNothingLeft(before)
  })

  it('is gone when it is stopped while it is built', async () => {
    const before = leftovers()
    await assert.rejects(
      withRevision('HEAD', { ...world, stop: () => true }, async () => assert.fail('was used')),
      /stopped while/,
    )
    await assertNothingLeft(before)
  })

  for (const reference of ['nowhere', '--output=x', '-x', 'HEAD:src', '$(id)', '', 'HEAD\nHEAD']) {
    it(`called ${JSON.stringify(reference)} is wrong use, and nothing is made`, async () => {
      const before = leftovers()
      await assert.rejects(
        withRevision(reference, world, async () => assert.fail('was used')),
        (error: unknown) => error instanceof BenchError && error.code === 'bad-input',
      )
      await assertNothingLeft(before)
    })
  }

  it('outside a checkout is a matter of the place, in git’s own words', async () => {
    await assert.rejects(
      withRevision('HEAD', { ...world, packageFolder: folder }, async () => assert.fail('was used')),
      (error: unknown) =>
        error instanceof BenchError &&
        error.code === 'environment' &&
        /not a git repository/.test(error.message),
    )
  })
})
