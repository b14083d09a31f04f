import type { Control } from '../src/index.ts'
import { packageFolder } from './package.ts'

/** The commit of this program, `-dirty` where files were changed since; `null` outside a checkout. */
export async function gitCommit(control: Control): Promise<string | null> {
  const inside = ['-C', packageFolder]
  const head = await control('git', [...inside, 'rev-parse', '--short=12', 'HEAD'])
  if (head.exitCode !== 0) return null
  const changed = await control('git', [...inside, 'status', '--porcelain', '--untracked-files=no'])
  return head.stdout.trim() + (changed.stdout.trim() === '' ? '' : '-dirty')
}
