import { readFileSync } from 'node:fs'
import { BenchError } from './errors.ts'
import { errnoText, type Libc, openLibc } from './launch/libc.ts'

/** Which control group hierarchies are mounted; `hybrid`: both kinds. */
export type CgroupLayout = 'v1' | 'v2' | 'hybrid' | 'none'

/** Of the calling thread's mount namespace; where /proc is not readable, `none`. */
export function cgroupLayout(): CgroupLayout {
  return parseCgroupLayout(mountInfo())
}

/** Reads the text of /proc/self/mountinfo (proc(5)). */
export function parseCgroupLayout(mountinfo: string): CgroupLayout {
  const types = new Set(mounts(mountinfo).map(({ type }) => type))
  if (types.has('cgroup')) return types.has('cgroup2') ? 'hybrid' : 'v1'
  return types.has('cgroup2') ? 'v2' : 'none'
}

/**
 * Gives the calling thread, and all that it starts from now on, a mount namespace of its own. In a hybrid layout the
 * cgroup2 hierarchy is hidden there, because crun refuses such a host; all others keep seeing it. Returns what was hidden; throws `environment` without the right to do it.
 */
export function enterPrivateMounts(): readonly string[] {
  const libc = openLibc()
  attempt(libc, 'unshare', libc.unshare(CLONE_NEWNS))
  attempt(libc, 'mount / private', libc.mount('none', '/', null, MS_REC | MS_PRIVATE))
  const before = mountInfo()
  if (parseCgroupLayout(before) !== 'hybrid') return []
  const hidden = mounts(before).filter(({ type }) => type === 'cgroup2')
  for (const { target } of hidden.toReversed()) {
    attempt(libc, `umount ${target}`, libc.umount2(target, 0))
    // What lies below is the host's: crun would leave its folders there.
    attempt(libc, `mount ${target}`, libc.mount('tmpfs', target, 'tmpfs', MS_NOSUID | MS_NODEV | MS_NOEXEC))
  }
  return hidden.map(({ target }) => target)
}

/** Of the calling thread's mount namespace, outermost first. */
export function mountPoints(): readonly string[] {
  return mounts(mountInfo()).map(({ target }) => target)
}

const CLONE_NEWNS = 0x20000
const MS_NOSUID = 2
const MS_NODEV = 4
const MS_NOEXEC = 8
const MS_REC = 0x4000
const MS_PRIVATE = 0x40000

interface Mount {
  readonly target: string
  readonly type: string
}

/** `36 35 98:0 /root /target options optional… - type source options`; blanks in paths are written `\040`. */
function mounts(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap(line => {
    const [front, back] = line.split(' - ')
    const target = front?.split(' ')[4]
    const type = back?.split(' ')[0]
    if (target === undefined || type === undefined) return []
    return [
      {
        target: target.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8))),
        type,
      },
    ]
  })
}

function mountInfo(): string {
  try {
    return readFileSync('/proc/thread-self/mountinfo', 'utf8')
  } catch {
    return ''
  }
}

function attempt(libc: Libc, what: string, result: number): void {
  if (result === 0) return
  throw new BenchError('environment', `--private-mounts: ${what}: ${errnoText(libc.errno())}`, {
    hint: 'it needs root with CAP_SYS_ADMIN: run as root, or without --private-mounts',
  })
}
