import type { DockerProfile } from '../profile/docker.ts'

/** iSulad's code knows `archMap` only; a profile in the old format loses its architectures there. */
export function plainListWarnings(converter: string, profile: DockerProfile): readonly string[] {
  if (profile.architectures === undefined) return []
  return [`${converter} reads archMap only: the profile's plain list of architectures is left out`]
}
