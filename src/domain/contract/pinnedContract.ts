/** The contract this version obeys. Written by `npm run contract:update` together with the file. */
export const pinnedContract = {
  file: "contracts/upstream-3.0.0.json",
  version: "3.0.0",
  sha256: "fa2a8c49756797224c7cb642d2c7068aa590e5b014e93c000fd59b9c9491bb33"
} as const
