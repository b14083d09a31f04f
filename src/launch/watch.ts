import { monotonic_ns } from '../clock.ts'
import { BenchError } from '../errors.ts'
import { errnoText, type Libc } from './libc.ts'

/** Children that are waited for together, none but these. */
export interface Watch<Member> {
  readonly members: readonly Member[]
  readonly add: (member: Member) => void
  /** Waits until one ends, and stamps the end of all that have; `true`: a signal interrupted the wait. */
  readonly reap: (timeout_ms: number, ends: Map<Member, number>) => boolean
  /** Gives one up that does not end. */
  readonly drop: (member: Member, end_ns: number, ends: Map<Member, number>) => void
  readonly close: () => void
}

export interface Child {
  readonly pid: number
  readonly prepared: { readonly statusAt: bigint; readonly usageAt: bigint }
}

/**
 * One pidfd a child (Linux 5.3). Where none is to be had (older kernel, or no descriptor left), that child is asked
 * for every millisecond instead, and its end is that much less exact.
 */
export function createWatch<Member extends Child>(libc: Libc, capacity: number): Watch<Member> {
  const members: Member[] = []
  // struct pollfd: int fd, short events, short revents
  const memory = new ArrayBuffer(Math.max(1, capacity) * 8)
  const fds = new Int32Array(memory)
  const events = new Int16Array(memory)
  const address = libc.address(new Uint8Array(memory))
  let blind = 0

  const remove = (at: number) => {
    if (fds[at * 2]! >= 0) libc.close(fds[at * 2]!)
    else blind -= 1
    const last = members.length - 1
    fds.copyWithin(at * 2, last * 2, last * 2 + 2)
    members[at] = members[last]!
    members.length = last
  }

  return {
    members,
    add: member => {
      const fd = libc.pidfd_open(member.pid)
      if (fd < 0) blind += 1
      fds[members.length * 2] = fd
      events[members.length * 4 + 2] = POLLIN
      events[members.length * 4 + 3] = 0
      members.push(member)
    },
    reap: (timeout_ms, ends) => {
      const ready = libc.poll(address, members.length, blind > 0 ? Math.min(1, timeout_ms) : timeout_ms)
      const interrupted = ready < 0
      if (interrupted && libc.errno() !== EINTR) throw defect('poll', libc.errno())
      if (ready <= 0 && blind === 0) return interrupted
      for (let at = members.length - 1; at >= 0; at--) {
        if (fds[at * 2]! >= 0 && events[at * 4 + 3] === 0) continue
        const member = members[at]!
        if (!hasEnded(libc, member)) continue
        ends.set(member, monotonic_ns())
        remove(at)
      }
      return interrupted
    },
    drop: (member, end_ns, ends) => {
      ends.set(member, end_ns)
      remove(members.indexOf(member))
    },
    close: () => {
      while (members.length > 0) remove(members.length - 1)
    },
  }
}

const POLLIN = 1
const EINTR = 4
const WNOHANG = 1

function hasEnded(libc: Libc, { pid, prepared }: Child): boolean {
  const reaped = libc.wait4(pid, prepared.statusAt, WNOHANG, prepared.usageAt)
  if (reaped < 0 && libc.errno() !== EINTR) throw defect('wait4', libc.errno())
  return reaped === pid
}

function defect(call: string, errno: number): BenchError {
  return new BenchError('internal', `${call}: ${errnoText(errno)}`)
}
