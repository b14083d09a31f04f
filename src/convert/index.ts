import type { Converter } from '../contracts.ts'
import { fullArch } from './full-arch.ts'
import { hostArch } from './host-arch.ts'
import { moby } from './moby.ts'

/** Every converter by its name: options, help texts and the conformance tests follow from this list. */
export const converters = {
  'full-arch': fullArch,
  'host-arch': hostArch,
  moby,
} satisfies Record<string, Converter>

export type ConverterName = keyof typeof converters
