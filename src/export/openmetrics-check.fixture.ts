/**
 * The rules of OpenMetrics 1.0 that a text of gauges, counters and infos can break (specification/OpenMetrics.md: ABNF,
 * "MetricFamily", "Metric types"). Returns the faults, one line each; for tests.
 */
export function openMetricsFaults(text: string): readonly string[] {
  const faults: string[] = []
  if (/\r/.test(text)) faults.push('a carriage return')
  if (text.startsWith('\ufeff')) faults.push('a byte order mark')
  if (!text.endsWith('# EOF\n')) faults.push('the text does not end with # EOF')
  const lines = text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)
  const families = new Map<string, Family>()
  const samples = new Set<string>()
  let current = ''
  lines.forEach((line, index) => {
    const fault = (what: string): void => {
      faults.push(`line ${index + 1}: ${what}: ${line}`)
    }
    const meta = /^# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line)
    if (meta !== null) {
      const [, kind, name, value] = meta as unknown as [string, 'TYPE' | 'UNIT' | 'HELP', string, string]
      const family = families.get(name) ?? { meta: {} }
      if (name !== current && families.has(name)) fault('families are interleaved')
      if (family.meta[kind] !== undefined) fault('metadata given twice')
      if (kind === 'TYPE' && !['gauge', 'counter', 'info'].includes(value)) fault('not a type')
      if (kind === 'UNIT' && !name.endsWith(`_${value}`)) fault('the unit is no suffix of the name')
      if (kind === 'HELP' && !escapedString.test(value)) fault('help is not escaped')
      family.meta[kind] = value
      families.set(name, family)
      current = name
      return
    }
    const sample = samplePattern.exec(line)
    if (sample === null) {
      fault('not a sample')
      return
    }
    const [, name, labels = '', value] = sample as unknown as [string, string, string | undefined, string]
    const type = families.get(current)?.meta.TYPE ?? 'unknown'
    if (name !== current + (suffixes[type] ?? '')) fault('the name does not follow from family and type')
    if (type === 'info' && Number(value) !== 1) fault('an info is 1')
    if (type === 'counter' && !(Number(value) >= 0)) fault('a counter is at least 0')
    const names = [...labels.matchAll(labelPattern)].map(match => match[1]!)
    if (new Set(names).size !== names.length) fault('a label given twice')
    if (samples.has(name + labels)) fault('a sample given twice')
    samples.add(name + labels)
  })
  return faults
}

interface Family {
  readonly meta: { TYPE?: string; UNIT?: string; HELP?: string }
}

const suffixes: Readonly<Record<string, string>> = { gauge: '', counter: '_total', info: '_info' }
const escapedCharacter = String.raw`(?:[^\\"\n]|\\[n"\\])`
const escapedString = new RegExp(`^${escapedCharacter}*$`, 'u')
const label = `[a-zA-Z_][a-zA-Z0-9_]*="${escapedCharacter}*"`
const labelPattern = new RegExp(label.replace('[a-zA-Z_][a-zA-Z0-9_]*', '($&)'), 'gu')
const number = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?`
const samplePattern = new RegExp(
  String.raw`^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:${label}(?:,${label})*)?)\})? (${number})$`,
  'u',
)
