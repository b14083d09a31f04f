import { enterPrivateMounts, type Plan, pinTo } from '../src/index.ts'

/** What a plan asks of the process that measures, before anything is started: it and all that it starts inherit it. */
export function prepareProcess({ privateMounts, pinnedCpu }: Plan): void {
  if (privateMounts) enterPrivateMounts()
  if (pinnedCpu !== null) pinTo(pinnedCpu)
}
