/** Numbers for people. Three significant digits: more would claim what the intervals deny. */
export function duration(value: number, unit: 'ns' | 'us'): string {
  const ns = unit === 'ns' ? value : value * 1000
  const [scale, name] = scales.find(([limit]) => Math.abs(ns) < limit * 999.5) ?? scales.at(-1)!
  return `${significant(ns / scale)} ${name}`
}

const scales: readonly (readonly [number, string])[] = [
  [1, 'ns'],
  [1e3, 'µs'],
  [1e6, 'ms'],
  [1e9, 's'],
]

/** `2026-01-02 03:04` of an ISO 8601 time. */
export function minute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}

/** `+1.3 %`, `−64 %`; a true minus sign, and a sign always. */
export function change(value_pct: number): string {
  return `${signed(value_pct)} %`
}

export function signed(value_pct: number): string {
  const amount = Math.abs(value_pct)
  const digits = amount >= 10 ? 1 : 2
  return `${value_pct < 0 ? '−' : '+'}${amount.toFixed(digits)}`
}

function significant(value: number): string {
  const amount = Math.abs(value)
  return value.toFixed(amount >= 100 ? 0 : amount >= 10 ? 1 : 2)
}
