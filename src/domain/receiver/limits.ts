/** Most events in one batch (wire contract of the batch endpoint). */
export const maxBatchEvents = 1000

/** Largest batch after decompression, in bytes. */
export const maxBatchBytes = 512 * 1024

/** Largest batch as it travels, in bytes: a plain one of the permitted size, and room to answer a larger one kindly. */
export const maxBatchRawBytes = 1024 * 1024

/** Largest `content_body`, in bytes of UTF-8 (047 FR-005). */
export const maxContentBytes = 524_288

/**
 * Largest body upload, in bytes, compressed or not: JSON may spell each byte of the content as `\u0000` (six bytes),
 * and the eight other fields need room.
 */
export const maxPushBytes = 6 * maxContentBytes + 64 * 1024

/** Largest sign-in, refresh or request to the tracker, in bytes, compressed or not. */
export const maxSmallBytes = 16 * 1024

/** Most bytes that one compressed byte may become. */
export const maxInflation = 100

/** Deepest nesting of arrays and objects in a request. */
export const maxJsonDepth = 64
