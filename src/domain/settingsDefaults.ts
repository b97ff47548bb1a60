import * as Duration from "effect/Duration"

const mebibyte = 1024 * 1024

/** What holds where nobody says otherwise. Fields and units are those of the service `Settings`. */
export const settingsDefaults = {
  maxBodyBytes: 512 * 1024,
  maxFileBytes: 256 * mebibyte,
  queueMaxItems: 100_000,
  queueMaxBytes: 1024 * mebibyte,
  concurrency: 8,
  http: {
    connectTimeout: Duration.seconds(5),
    headersTimeout: Duration.seconds(10),
    idleTimeout: Duration.seconds(10),
    totalTimeout: Duration.seconds(30),
    maxResponseBytes: mebibyte
  }
} as const
