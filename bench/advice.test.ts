import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sampleRun } from '../src/run-sample.ts'
import { sharperAdvice } from './advice.ts'

describe('the advice of a run that cannot tell', () => {
  const of = (version: string, plan: Partial<ReturnType<typeof sampleRun>['plan']>) => {
    const run = sampleRun({ rounds: 1 })
    return sharperAdvice({
      plan: { ...run.plan, ...plan },
      arms: run.arms.map(arm => ({ ...arm, version })),
    })
  }
  for (const [what, version, plan, expected] of [
    ['a runtime, in time on the wall', 'runc 1.1.5', {}, /^to resolve less: --pin --metric cpu /],
    ['a runtime, in CPU time', 'runc 1.1.5', { metric: 'cpu' }, /^to resolve less: --pin \(/],
    [
      'a pinned runtime, in time on the wall',
      'runc 1.1.5',
      { pinnedCpu: 1 },
      /^to resolve less: --metric cpu \(/,
    ],
  ] as const) {
    it(`names what is missing for ${what}`, () => {
      assert.match(of(version, plan) ?? '', expected)
    })
  }
  for (const [what, version, plan] of [
    ['CPU time is pinned already', 'runc 1.1.5', { pinnedCpu: 1, metric: 'cpu' }],
    ['no process is started', '', {}],
    ['many are started at once', 'runc 1.1.5', { mode: 'parallel' }],
  ] as const) {
    it(`is none where ${what}`, () => {
      assert.equal(of(version, plan), null)
    })
  }
})
