import { Diagnostic } from "../../domain/Diagnostic.js"
import type { PassLog } from "../../domain/sync/PassLog.js"
import type { TargetFault } from "../../domain/sync/transportErrors.js"

interface FaultWords {
  readonly code: string
  readonly message: string
  readonly fix: string
}

const describeSignIn = ({ refused }: TargetFault): FaultWords => {
  switch (refused) {
    case "access":
      return {
        code: "AUTH-01",
        message: "The server needs a sign-in. Everything queued is kept.",
        fix: "spec-kitty auth login"
      }
    case "refresh":
      return {
        code: "AUTH-02",
        message: "The access token was not taken any more and could not be refreshed. Everything queued is kept.",
        fix: "spec-kitty auth login"
      }
    case "environment":
      return {
        code: "AUTH-01",
        message: "The server does not take the token in SPEC_KITTY_TOKEN. Everything queued is kept.",
        fix: "set SPEC_KITTY_TOKEN to a valid token of this server, or unset it and run spec-kitty auth login"
      }
  }
}

/** What a fault of the server, or of our access to it, means, and what helps. */
export const describeFault = (fault: TargetFault): FaultWords => {
  switch (fault.kind) {
    case "sign_in":
      return describeSignIn(fault)
    case "not_renewed":
      return {
        code: "AUTH-04",
        message: "The access token was not taken any more and could not be renewed now. Everything queued is kept.",
        fix: "spec-kitty sync --wait 30s"
      }
    case "forbidden":
      return {
        code: "SERVER-04",
        message: "The server does not let this account send for this project. Everything queued is kept.",
        fix: "ask for access to the project on the server, then run spec-kitty sync"
      }
    case "redirect":
    case "wrong_server":
    case "protocol":
      return {
        code: "SERVER-05",
        message: "What answered does not behave like a spec-kitty receiver. Everything queued is kept.",
        fix: "spec-kitty sync server URL"
      }
    case "offline":
    case "timeout":
      return {
        code: "SERVER-06",
        message: "Offline: the server could not be reached. Everything is kept.",
        fix: "run spec-kitty sync when it is back; what is queued waits: spec-kitty sync status"
      }
  }
}

/** Why the pass stopped early, if it did. Being offline is no error: nothing is lost. */
export const faultDiagnostic = ({ fault }: PassLog): ReadonlyArray<Diagnostic> => {
  if (fault === null) return []
  return [new Diagnostic({
    severity: fault.mayPass ? "warning" : "error",
    why: fault.reason,
    target: null,
    ...describeFault(fault)
  })]
}

/** What a server said that could not take something now; it is tried again. */
export const deferredDiagnostic = ({ deferred, fault }: PassLog): ReadonlyArray<Diagnostic> =>
  deferred === null || fault !== null ? [] : [new Diagnostic({
    severity: "warning",
    code: "SERVER-08",
    message: "The server could not take everything now. What it did not take is queued and is tried again when it is due.",
    why: `${deferred.reasonCode}: ${deferred.reason}`,
    fix: "spec-kitty sync --wait 30s",
    target: null
  })]

/** Exit 5 was asked for, and something is not there yet. */
export const lateDiagnostic = new Diagnostic({
  severity: "error",
  code: "SYNC-02",
  message: "Not everything was delivered in time. What is missing is queued.",
  why: "--require-delivered or --wait asks for delivery in this run",
  fix: "spec-kitty sync --wait 5m",
  target: null
})

/** One error per item that the server refused for good in this run. */
export const rejectionDiagnostics = ({ rejected }: PassLog): ReadonlyArray<Diagnostic> =>
  rejected.map(({ subject, reasonCode, reason }) =>
    new Diagnostic({
      severity: "error",
      code: "SYNC-01",
      message: `The server refused ${subject}. It is kept in quarantine and not tried again by itself.`,
      why: `${reasonCode}: ${reason}`,
      fix: "spec-kitty sync diagnose says what it breaks and what to do about it. The next spec-kitty sync submits it " +
        "again where its file is still there; spec-kitty sync queue retry does in any case, spec-kitty sync queue drop " +
        "gives it up",
      target: subject
    }))
