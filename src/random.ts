/**
 * One 64-bit seed, many named streams. A stream depends on the seed and its own name (and index) alone, so a draw
 * added to one never shifts another.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { BenchError } from './errors.ts'

/** 16 lower-case hexadecimal digits: 64 bits. */
export type Seed = string

export interface RandomStream {
  /** 0 or 1, fair. */
  readonly coin: () => 0 | 1
  /** 32 fair bits as an unsigned integer. */
  readonly word: () => number
  /** A whole number of 0 … `limit` − 1, all equally likely; `limit` up to 2^32. */
  readonly below: (limit: number) => number
  /** A multiple of 2^-53 in [0, 1). */
  readonly unit: () => number
}

/** A stream of the seed; `index` gives each round its own, so that round 7 is the same whatever went before. */
export function randomStream(seed: Seed, name: string, index = 0): RandomStream {
  const generator = xoroshiro128plusFromState(stateOf(seed, name, index))
  return {
    // The high bit: the low ones of xoroshiro128+ are its weakest.
    coin: () => (generator.next() < 0 ? 1 : 0),
    word: () => generator.next() >>> 0,
    below: limit => uniformInt(generator, 0, limit - 1),
    unit: () => uniformFloat64(generator),
  }
}

/**
 * A seed as people give it: hexadecimal, with or without `0x`, up to 16 digits, or a bigint below 2^64.
 * Throws BenchError `bad-input` for anything else.
 */
export function parseSeed(value: string | bigint): Seed {
  const digits = typeof value === 'bigint' ? value.toString(16) : value.toLowerCase().replace(/^0x/, '')
  if (!/^[0-9a-f]{1,16}$/.test(digits)) {
    throw new BenchError(
      'bad-input',
      `seed: found ${String(value).slice(0, 40)}, expected 1 to 16 hexadecimal digits`,
      {
        hint: 'give the seed as a run prints it, for example --seed 0123456789abcdef',
      },
    )
  }
  return digits.padStart(16, '0')
}

/** Items in random order (Fisher and Yates), as a new list. */
export function shuffled<T>(items: readonly T[], random: RandomStream): T[] {
  const list = [...items]
  for (let last = list.length - 1; last > 0; last--) {
    const chosen = random.below(last + 1)
    const kept = list[last] as T
    list[last] = list[chosen] as T
    list[chosen] = kept
  }
  return list
}

function stateOf(seed: Seed, name: string, index: number): [number, number, number, number] {
  let [a, b] = keyOf(seed, name)
  a = mix(a ^ mix(index ^ 0x9e3779b9))
  b = mix((b + Math.imul(index, 0x85ebca6b) + Math.floor(index / 0x1_0000_0000)) ^ a)
  const c = mix(a + 0x6a09e667)
  const d = mix((b ^ c) + 0x3c6ef372)
  // The generator's one forbidden state is all zeros.
  return [a, b, c, (a | b | c | d) === 0 ? 1 : d]
}

const keys = new Map<string, readonly [number, number]>()

/** 64 bits of seed and name: FNV-1a of the text, each half ended by murmur3's finaliser. */
function keyOf(seed: Seed, name: string): readonly [number, number] {
  const text = `${seed}/${name}`
  const known = keys.get(text)
  if (known !== undefined) return known
  let low = 0x811c9dc5
  let high = 0xcbf29ce4
  for (const byte of Buffer.from(text)) {
    low = Math.imul(low ^ byte, 0x01000193)
    high = mix(high ^ byte ^ low)
  }
  const key = [mix(low), high] as const
  // A run has a handful of names; simulations have thousands, which need not be kept.
  if (keys.size >= 64) keys.clear()
  keys.set(text, key)
  return key
}

/** murmur3's 32-bit finaliser (Appleby): every input bit reaches every output bit. */
function mix(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
