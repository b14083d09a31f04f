/** `node check-pictures.js FOLDER NAME…`: every picture exists, has a sensible size and is not blank. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'

const [folder, ...names] = process.argv.slice(2)
for (const name of names) {
  const image = await loadImage(readFileSync(join(folder!, name)))
  const canvas = createCanvas(image.width, image.height)
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, image.width, image.height)
  const colours = new Set<number>()
  let inked = 0
  for (let at = 0; at < data.length; at += 4) {
    const colour = (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!
    colours.add(colour)
    if (colour !== 0xffffff) inked += 1
  }
  const share = inked / (data.length / 4)
  const fine = image.width >= 800 && image.height >= 400 && colours.size >= 50 && share > 0.02
  process.stdout.write(
    `${fine ? 'fine' : 'BLANK'} ${name}: ${image.width}×${image.height}, ${colours.size} colours, ${(share * 100).toFixed(1)} % inked\n`,
  )
  if (!fine) process.exitCode = 1
}
