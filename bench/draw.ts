import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/**
 * Draws in a process of its own: the drawing code's memory is not this process's, and a picture that fails costs no
 * measurement. Returns whether it worked; the child has told what it did.
 */
export async function drawCharts(folder: string, options: { readonly reference: boolean }): Promise<boolean> {
  const cli = fileURLToPath(new URL('./cli.js', import.meta.url))
  const flags = options.reference ? ['--reference'] : []
  const result = await execa(process.execPath, [cli, 'report', folder, ...flags], {
    stdio: ['ignore', 'inherit', 'inherit'],
    reject: false,
  })
  return result.exitCode === 0
}
