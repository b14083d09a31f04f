import { BenchError, capabilitySets, isCapabilityName } from '../src/quick.ts'

/** `docker`, `none`, a list, or `CAP_A,CAP_B`; the empty text is none. Throws BenchError `bad-input`. */
export function parseCapabilities(given: string | readonly string[]): readonly string[] {
  if (typeof given !== 'string') return given
  if (Object.hasOwn(capabilitySets, given)) return capabilitySets[given as keyof typeof capabilitySets]
  const names = given === '' ? [] : given.split(',').map(name => name.trim().toUpperCase())
  const wrong = names.find(name => !isCapabilityName(name))
  if (wrong !== undefined) {
    throw new BenchError(
      'bad-input',
      `--caps: found ${wrong.slice(0, 40)}, expected CAP_A,CAP_B or ${Object.keys(capabilitySets).join(', ')}`,
      {
        hint: 'names are those of capabilities(7), for example CAP_SYS_ADMIN',
      },
    )
  }
  return names
}
