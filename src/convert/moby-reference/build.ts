import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** GOARCH of a reference program: what it answers as. */
export type ReferenceArchitecture = 'amd64' | 'arm64'

/** Debian's golang-github-docker-docker-dev: Docker's Go code and its example profiles. */
export const mobySource = '/usr/share/gocode/src/github.com/docker/docker/profiles/seccomp'

/** Compiles Docker's own conversion (main.go beside the source of this file) into `folder`; the program's path. */
export async function buildMobyReference(folder: string, goarch: ReferenceArchitecture): Promise<string> {
  const program = join(folder, `moby-reference-${goarch}`)
  await promisify(execFile)(
    'go',
    ['build', '-tags', 'seccomp', '-buildvcs=false', '-o', program, sourceFile() ?? 'main.go'],
    {
      env: {
        ...process.env,
        GOPATH: '/usr/share/gocode',
        GO111MODULE: 'off',
        GOFLAGS: '',
        GOARCH: goarch,
        CGO_ENABLED: '0',
        // Without a home Go has no cache of its own.
        ...(process.env.HOME === undefined ? { GOCACHE: join(folder, 'go-build') } : {}),
      },
    },
  )
  return program
}

/** Why the reference cannot be built here, and what to do; `null` where it can. */
export async function whyNoMobyReference(): Promise<string | null> {
  if (sourceFile() === null) return 'no main.go of the reference program: run from a clone of the project'
  if (!existsSync(mobySource)) return `no ${mobySource}: apt-get install golang-github-docker-docker-dev`
  try {
    await promisify(execFile)('go', ['version'])
    return null
  } catch {
    return 'no go on PATH: apt-get install golang-go'
  }
}

/** The compiled tree holds no Go, so main.go is looked for from the project's root, found upwards; `null`: not there. */
function sourceFile(): string | null {
  const relative = join('src', 'convert', 'moby-reference', 'main.go')
  for (const start of [import.meta.dirname, process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const file = join(folder, relative)
      if (existsSync(file)) return file
      if (folder === dirname(folder)) break
    }
  }
  return null
}
