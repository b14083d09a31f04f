import { InvalidArgumentError } from 'commander'

// What the text of an option means. Each throws commander’s InvalidArgumentError, which the program prints in one line.

/** For an option that may be repeated: every value, in the order given. */
export function collect(value: string, values: readonly string[]): readonly string[] {
  return [...values, value]
}

/** A whole number from 1 to 9999999. */
export function whole(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new InvalidArgumentError('Expected a whole number from 1 to 9999999.')
  return Number(text)
}

export function wholeOrZero(text: string): number {
  return text === '0' ? 0 : whole(text)
}

/** The number of a processor, as the kernel counts them. */
export function cpuNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('Expected the number of a CPU, such as 1.')
  return Number(text)
}

export function percentOrZero(text: string): number {
  return text === '0' ? 0 : percent(text)
}

/** A percentage from 0.01 to 100. */
export function percent(text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value < 0.01 || value > 100) {
    throw new InvalidArgumentError('Expected a percentage from 0.01 to 100.')
  }
  return value
}

/** `90s`, `5m` or `1h`, at most a week, in milliseconds. */
export function duration_ms(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text)
  const value =
    match === null ? 0 : Number(match[1]) * { s: 1e3, m: 6e4, h: 3.6e6 }[match[2] as 's' | 'm' | 'h']
  if (value <= 0 || value > 7 * 24 * 3.6e6)
    throw new InvalidArgumentError('Expected a time such as 90s, 5m or 1h.')
  return value
}

/** Seconds: more than 0, at most a day. */
export function seconds(text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError('Expected seconds, more than 0, at most 86400.')
  }
  return value
}
