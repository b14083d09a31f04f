import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amounts, inputs, type Kind } from './amounts.fixture.ts'

const kinds = Object.keys(amounts) as Kind[]
const total = kinds.reduce((sum, kind) => sum + inputs(kind), 0)
const least = process.env.SECCOMP_BENCH_TESTS === 'all' ? 100_000 : 2_000

test(`${total.toLocaleString('en')} hostile inputs are tried: at least ${least.toLocaleString('en')}`, () => {
  assert.ok(total >= least)
})
