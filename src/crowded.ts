/**
 * Whether a long JSON text holds more lists and objects than a file of this project can: ours have one for every 80
 * characters at least. `[[],[],…` takes thirty times its length in memory once it is parsed.
 */
export function isCrowded(text: string): boolean {
  if (text.length < 1024 * 1024) return false
  const most = text.length / 16
  let found = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if ((character === 0x5b || character === 0x7b) && ++found > most) return true
  }
  return false
}
