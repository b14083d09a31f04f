/**
 * The small door, for what reads no run and no scenario: errors, profiles, converters and the names of all plug-ins.
 * Nothing behind it loads a schema library, a database or execa before it is used (bench/start.test.ts), so that `--help`
 * and `convert` start in half the time that index.ts takes, which has all of it and more.
 */
export { capabilitySets, isCapabilityName } from './capabilities.ts'
export type { Conversion, Target } from './contracts.ts'
export { type ConverterName, converters } from './convert/index.ts'
export { BenchError, type ErrorCode, exitCodes, oneLine } from './errors.ts'
export { type ExporterName, exporters, writeExport } from './export/index.ts'
export { kernelVersion } from './host.ts'
export { control, launchers } from './launch/index.ts'
export { cgroupLayout, enterPrivateMounts } from './namespace.ts'
export { type DockerProfile, parseDockerProfile } from './profile/docker.ts'
export { lxcText } from './profile/lxc.ts'
export { type OciFilter, serialiseOciFilter } from './profile/oci.ts'
export { type Diagnosis, diagnose } from './write/diagnose.ts'
export { parseRuntimeOption, writers } from './write/index.ts'
