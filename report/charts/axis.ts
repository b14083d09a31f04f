import { grid, ink } from '../colours.ts'

/** An axis of amounts, from zero; the page may switch it to logarithms. */
export function amountAxis(text: string, more: object = {}) {
  return {
    type: 'linear',
    beginAtZero: true,
    min: 0,
    amount: true,
    title: { display: true, text, color: ink, font: { size: 14 } },
    grid: { color: grid },
    ticks: { font: { size: 13 }, color: ink, maxRotation: 0, grouped: true },
    ...more,
  }
}

export function categoryAxis(more: object = {}) {
  return {
    grid: { display: false },
    ticks: { font: { size: 13 }, color: ink, maxRotation: 0, autoSkip: false },
    ...more,
  }
}

export function legend(display = true) {
  return {
    display,
    position: 'top',
    align: 'start',
    labels: { font: { size: 14 }, color: ink, boxWidth: 18, boxHeight: 12 },
  }
}

/** The least and the most that an axis of changes must show, with zero always on it. */
export function changeRange(values: readonly number[]): { min: number; max: number; step: number } {
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values)
  const step = niceStep(Math.max(high - low, 0.5) / 4)
  return { min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step, step }
}

/** 1, 2 or 5 times a power of ten, at least `least`; 1 where there is nothing to be divided. */
export function niceStep(least: number): number {
  if (!(least > 1e-12)) return 1
  const power = 10 ** Math.floor(Math.log10(least))
  return power * ([1, 2, 5, 10].find(factor => factor * power >= least) ?? 10)
}

/** Axis labels of two lines at most: the first half of the words above the second. */
export function broken(label: string): string | string[] {
  if (label.length <= 16) return label
  const words = label.split(' ')
  const half = label.length / 2
  let first = words[0]!
  let next = 1
  while (next < words.length - 1 && first.length + words[next]!.length < half + 2)
    first += ` ${words[next++]}`
  return next < words.length ? [first, words.slice(next).join(' ')] : first
}
