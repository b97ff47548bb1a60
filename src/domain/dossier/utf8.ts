/** Bytes of a sequence that starts with `lead`; 0 where no sequence may start with it. */
const sequenceLength = (lead: number): number => {
  if (lead < 0x80) return 1
  if (lead < 0xc2) return 0
  if (lead < 0xe0) return 2
  if (lead < 0xf0) return 3
  return lead < 0xf5 ? 4 : 0
}

/** Bounds of the second byte, which rule out overlong forms, surrogates and what lies above U+10FFFF. */
const secondByteBounds = (lead: number): readonly [number, number] => {
  switch (lead) {
    case 0xe0:
      return [0xa0, 0xbf]
    case 0xed:
      return [0x80, 0x9f]
    case 0xf0:
      return [0x90, 0xbf]
    case 0xf4:
      return [0x80, 0x8f]
    default:
      return [0x80, 0xbf]
  }
}

const isSequence = (bytes: Uint8Array, start: number, length: number): boolean => {
  const [low, high] = secondByteBounds(bytes[start] ?? 0)
  for (let offset = 1; offset < length; offset++) {
    const byte = bytes[start + offset] ?? 0
    if (offset === 1 ? byte < low || byte > high : byte < 0x80 || byte > 0xbf) return false
  }
  return true
}

/** Where the first sequence that is not UTF-8 starts; null where all of it is (RFC 3629: no surrogates, no overlong forms). */
export const firstInvalidByte = (bytes: Uint8Array): number | null => {
  let index = 0
  while (index < bytes.length) {
    const length = sequenceLength(bytes[index] ?? 0)
    if (length === 0 || index + length > bytes.length || !isSequence(bytes, index, length)) return index
    index += length
  }
  return null
}

/** How many bytes at the end (0 to 3) begin a character that the next chunk may complete. */
export const incompleteTail = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0
  }
  return 0
}

/** The longest start of `bytes` that is at most `limit` long and does not cut a character. */
export const cutAtCharacter = (bytes: Uint8Array, limit: number): Uint8Array => {
  const start = bytes.subarray(0, limit)
  return bytes.length <= limit ? start : start.subarray(0, start.length - incompleteTail(start))
}
