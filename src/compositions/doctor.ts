import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as requests from "../layers/http/requests.js"
import * as ServerProbe from "../layers/http/ServerProbe.js"
import * as Look from "../layers/LookMain.js"
import * as ContractGate from "../layers/node/ContractGate.js"
import * as HostFacts from "../layers/node/HostFacts.js"
import * as QueueContentsLook from "../layers/sqlite/QueueContentsLook.js"
import { LockPatience } from "../services/LockPatience.js"
import { ProjectIdentityStore } from "../services/ProjectIdentityStore.js"
import type { DoctorRequest } from "../programs/cli/commands/doctor.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { doctorView } from "../programs/cli/render/doctor.js"
import { present } from "../programs/cli/run.js"
import { doctor as doctorProgram } from "../programs/health/doctor.js"
import { homeLook, nodeLook, privacyLook } from "../programs/health/hostLooks.js"
import type { Look as LookAt } from "../programs/health/Look.js"
import { manifestsLook, missionsLook } from "../programs/health/missionLooks.js"
import { contractLook, identityLook, settingsLook } from "../programs/health/projectLooks.js"
import {
  conservationLook, contentsLook, fileLook, leasesLook, quarantineLook, waitingLook
} from "../programs/health/queueLooks.js"
import { answerLook, notAskedLook, receiptsLook, serverLook, tokenLook } from "../programs/health/serverLooks.js"
import { unmigratedLook } from "../programs/health/unmigratedLook.js"
import type { ProjectFlags } from "../services/GlobalFlags.js"
import { projectFlags } from "./options.js"
import { within } from "./within.js"

export const queueContents = Layer.unwrapEffect(
  Effect.map(Effect.flatMap(ProjectIdentityStore, (store) => store.projectUuid), QueueContentsLook.layer)
)

type Ground = Layer.Layer.Success<ReturnType<typeof Look.ground>>

/** Every look of the doctor, the causes before what they are causes of. */
export const doctorLooks = (flags: ProjectFlags, offline: boolean, gate: typeof ContractGate.layer): ReadonlyArray<LookAt<Ground>> => {
  const settings = Look.settings(flags)
  const host = Layer.provide(HostFacts.layer, settings)
  const person = Layer.provideMerge(Look.identity, settings)
  const queue = Layer.provide(Look.queue, person)
  const contents = Layer.provide(queueContents, Layer.merge(person, gate))
  const network = ServerProbe.layer.pipe(Layer.provide(requests.layer), Layer.provideMerge(person))
  const withQueue = within(queue)
  return [
    within(settings)(settingsLook),
    within(person)(identityLook),
    within(gate)(contractLook),
    within(Look.missions)(missionsLook),
    within(Layer.merge(Look.missions, host))(manifestsLook),
    withQueue(fileLook),
    withQueue(conservationLook),
    within(contents)(contentsLook),
    withQueue(waitingLook),
    withQueue(quarantineLook),
    withQueue(leasesLook),
    within(person)(unmigratedLook),
    within(person)(serverLook),
    within(person)(tokenLook),
    offline ? notAskedLook : within(network)(answerLook),
    withQueue(receiptsLook),
    within(host)(nodeLook),
    within(Layer.merge(host, settings))(homeLook),
    within(Layer.merge(host, person))(privacyLook)
  ]
}

/** By the contract of this gate. */
export const doctorBy = (gate: typeof ContractGate.layer): Handler<DoctorRequest> => ({ offline }, invocation) => {
  const flags = projectFlags(invocation)
  return doctorProgram(doctorLooks(flags, offline, gate)).pipe(
    Effect.provide(Look.ground(flags)),
    Effect.provide(flags.timeout === null ? Layer.empty : Layer.succeed(LockPatience, flags.timeout)),
    present(doctorView, invocation)
  )
}

/** `doctor`, `sync doctor`: looks at everything, changes nothing. */
export const doctor: Handler<DoctorRequest> = doctorBy(ContractGate.layer)
