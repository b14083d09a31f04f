import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { execa, type Options } from 'execa'

const cli = fileURLToPath(new URL('cli.js', import.meta.url))

/** Runs inside the started process, and tells its highest resident set (KiB) at its end. */
const teller =
  'data:text/javascript,import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(process.env.PEAK,String(process.resourceUsage().maxRSS)))'

/** One command line in a process of its own, and its highest resident set, which is left in the file `peak`. */
export async function cliPeak<Chosen extends Options>(
  words: readonly string[],
  peak: string,
  options: Chosen,
) {
  const result = await execa(process.execPath, ['--import', teller, cli, ...words], {
    ...options,
    env: { PEAK: peak },
  })
  return { ...result, peak_mib: Number(readFileSync(peak, 'utf8')) / 1024 }
}
