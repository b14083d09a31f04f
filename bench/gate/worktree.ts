import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BenchError, type Control, oneLine } from '../../src/index.ts'

export interface BuiltRevision {
  /** Full name of the commit. */
  readonly commit: string
  /** Its dist/src/index.js. */
  readonly module: unknown
}

/**
 * Checks a revision out in a worktree of its own, builds it, hands it to `use`, and removes the worktree whatever
 * happens. Throws BenchError: `bad-input` for an unknown revision, `environment` where it cannot be built here.
 */
export async function withRevision<T>(
  reference: string,
  world: { readonly packageFolder: string; readonly control: Control; readonly stop: () => boolean },
  use: (revision: BuiltRevision) => Promise<T>,
): Promise<T> {
  const git = gitIn(world)
  const commit = await commitOf(reference, git)
  const prefix = (await git(['rev-parse', '--show-prefix'])).trim()
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seccomp-bench-gate-')))
  const tree = join(folder, 'tree')
  try {
    // Hooks are other people's programs: none runs because of a comparison.
    await git(['-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--quiet', '--detach', tree, commit])
    const inside = join(tree, prefix)
    await installDependencies(inside, world)
    await build(inside, world)
    const module: unknown = await import(pathToFileURL(join(inside, 'dist/src/index.js')).href)
    return await use({ commit, module })
  } finally {
    await removeWorktree(folder, tree, git)
  }
}

type Git = (parameters: readonly string[]) => Promise<string>

function gitIn({
  packageFolder,
  control,
}: {
  readonly packageFolder: string
  readonly control: Control
}): Git {
  return async parameters => {
    const result = await control('git', ['-C', packageFolder, ...parameters], { timeout_ms: 120_000 })
    if (result.exitCode === 0) return result.stdout
    throw new BenchError('environment', `git ${parameters[0]}: ${firstLine(result.stderr)}`, {
      hint: '--against needs git and a checkout of this project with its history',
    })
  }
}

async function commitOf(reference: string, git: Git): Promise<string> {
  try {
    const name = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`])
    return name.trim()
  } catch (cause) {
    // Outside a checkout git itself is the problem, and says so.
    await git(['rev-parse', '--git-dir'])
    throw new BenchError('bad-input', `--against ${reference.slice(0, 100)}: no such revision`, {
      hint: 'give a commit, branch or tag that is here; a shallow checkout needs git fetch --unshallow',
      cause,
    })
  }
}

interface Place {
  readonly packageFolder: string
  readonly control: Control
  readonly stop: () => boolean
}

/** The installed packages serve where the lock file is the same; else its own are installed, without their scripts. */
async function installDependencies(tree: string, place: Place): Promise<void> {
  const modules = join(place.packageFolder, 'node_modules')
  if (existsSync(modules) && lockFile(tree) === lockFile(place.packageFolder)) {
    symlinkSync(modules, join(tree, 'node_modules'))
    return
  }
  await run(place, 'npm', ['ci', '--prefix', tree, '--ignore-scripts', '--no-audit', '--no-fund', '--silent'])
}

function lockFile(folder: string): string | null {
  const path = join(folder, 'package-lock.json')
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

async function build(tree: string, place: Place): Promise<void> {
  const compiler = join(tree, 'node_modules/typescript/bin/tsc')
  // Whether its types are right is that revision's own affair.
  const parameters = [compiler, '-p', tree, '--outDir', join(tree, 'dist'), '--noCheck']
  await run(place, process.execPath, parameters)
}

async function run(place: Place, file: string, parameters: readonly string[]): Promise<void> {
  const result = await place.control(file, parameters, { timeout_ms: 600_000 })
  if (place.stop()) throw new BenchError('environment', 'stopped while the revision was built')
  if (result.exitCode === 0) return
  throw new BenchError(
    'environment',
    `the revision cannot be built here: ${firstLine(result.stderr || result.stdout)}`,
    { hint: `the command was: ${[file, ...parameters].join(' ')}` },
  )
}

async function removeWorktree(folder: string, tree: string, git: Git): Promise<void> {
  try {
    if (existsSync(tree)) await git(['worktree', 'remove', '--force', '--force', tree])
  } catch {
    // Git forgets worktrees whose folder is gone.
    rmSync(folder, { recursive: true, force: true })
    await git(['worktree', 'prune']).catch(() => {})
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function firstLine(text: string): string {
  return oneLine(text.trim().split('\n')[0] ?? '').slice(0, 500) || 'no message'
}
