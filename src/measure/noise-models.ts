/**
 * How machines misbehave, as ln(time / base) of one trial after another: the fixtures that the statistics are held
 * to. Standard deviations are those of one trial.
 */
import type { RandomStream } from '../random.ts'

/** One value per trial, in the order they run; `slot` counts from 1. */
export type Noise = (slot: number) => number

export type NoiseModel = keyof typeof noiseModels

export const noiseModels = {
  /** 1 %, independent. */
  iid: random => normals(random, 0.01),
  /** 1 %, and a steady drift of up to ± 3 % per 80 trials, turning at the end of each 80. */
  drift: random => {
    const noise = normals(random, 0.01)
    const trend = drift(random, 0.03)
    return () => noise() + trend()
  },
  /** 0.7 %, and a wandering of 2 % that halves within 14 trials (φ = 0.95). */
  ar1: random => {
    const noise = normals(random, 0.007)
    const slow = wandering(random, 0.02)
    return () => noise() + slow()
  },
  /** 0.7 %, and levels 3 % apart (standard deviation) that change about every 20 trials. */
  steps: random => {
    const noise = normals(random, 0.007)
    const level = levels(random, 0.03, 1 / 20)
    return () => noise() + level()
  },
  /** A bit of everything, and 5 % of trials that take 6 % longer on average. */
  mixed: random => {
    const parts = [
      normals(random, 0.006),
      drift(random, 0.03),
      wandering(random, 0.01),
      levels(random, 0.03, 1 / 20),
    ]
    const spike = spikes(random, 0.05, 0.06)
    return () => parts.reduce((sum, part) => sum + part(), spike())
  },
  /** 1 %, and every second trial 2 % slower. */
  period2: random => {
    const noise = normals(random, 0.01)
    let trial = 0
    return () => noise() + (trial++ % 2 === 0 ? -0.01 : 0.01)
  },
  /** 1 %, and a wave of four trials and ± 1.5 %. */
  period4: random => {
    const noise = normals(random, 0.01)
    const phase = 2 * Math.PI * random.unit()
    let trial = 0
    return () => noise() + 0.015 * Math.sin((Math.PI / 2) * trial++ + phase)
  },
  /** 1 %, and the second trial of a round 3 % slower. */
  slot3: random => {
    const noise = normals(random, 0.01)
    return slot => noise() + (slot === 2 ? 0.03 : 0)
  },
  /** 2 %, and 5 % of trials that take 15 % longer on average: beyond the eight, for runs of several looks. */
  noisy: random => {
    const noise = normals(random, 0.02)
    const spike = spikes(random, 0.05, 0.15)
    return () => noise() + spike()
  },
} as const satisfies Record<string, (random: RandomStream) => Noise>

/** The eight that every promise is made for. */
export const eightModels: readonly NoiseModel[] = [
  'iid',
  'drift',
  'ar1',
  'steps',
  'mixed',
  'period2',
  'period4',
  'slot3',
]

/** Normal values (Box & Muller), two from each pair of uniform ones. */
export function normals(random: RandomStream, deviation: number): () => number {
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random.unit()))
    const angle = 2 * Math.PI * random.unit()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}

function drift(random: RandomStream, most: number): () => number {
  const end = most * (2 * random.unit() - 1)
  let trial = 0
  return () => {
    const place = (trial++ % 160) / 80
    return end * (place <= 1 ? place : 2 - place)
  }
}

function wandering(random: RandomStream, deviation: number): () => number {
  const memory = 0.95
  const shock = normals(random, deviation * Math.sqrt(1 - memory ** 2))
  let value = normals(random, deviation)()
  return () => {
    value = memory * value + shock()
    return value
  }
}

function levels(random: RandomStream, deviation: number, rate: number): () => number {
  const draw = normals(random, deviation)
  let level = draw()
  return () => {
    if (random.unit() < rate) level = draw()
    return level
  }
}

function spikes(random: RandomStream, share: number, mean: number): () => number {
  return () => (random.unit() < share ? -mean * Math.log(1 - random.unit()) : 0)
}
