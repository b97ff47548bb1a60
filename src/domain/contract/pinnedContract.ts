/** The contract this version obeys. Written by `npm run contract:update` together with the file. */
export const pinnedContract = {
  file: "contracts/upstream-3.0.0.json",
  version: "3.0.0",
  sha256: "9db4c7e64f1aa5cd0919325fb5150373d3b24a713aec30bf0d0b1d4b477f2e56"
} as const
