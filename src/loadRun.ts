/** The command line itself, loaded when it is needed. The built binary has a faster way: scripts/bundle/loadRun.mjs. */
export const loadRun = () => import("./run.js")
