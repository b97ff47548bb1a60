import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { pinnedContract } from "../../domain/contract/pinnedContract.js"
import { notOk, ok } from "../../domain/health/Check.js"
import { ContractGate } from "../../services/ContractGate.js"
import { Project } from "../../services/Project.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { Settings } from "../../services/Settings.js"
import { count, size } from "../cli/render/words.js"
import type { Look } from "./Look.js"

export const settingsLook: Look<Settings> = {
  id: "settings.files",
  title: "Settings",
  observe: Effect.map(Settings, ({ home, maxBodyBytes, queueMaxBytes, queueMaxItems }) =>
    ok(`read without a fault: per-user state in ${home}, bodies up to ${size(maxBodyBytes)}, a queue of up to ` +
      `${count(queueMaxItems, "item")} and ${size(queueMaxBytes)}`, home))
}

export const identityLook: Look<ProjectIdentityStore | Project> = {
  id: "project.identity",
  title: "Project identity",
  observe: Effect.gen(function*() {
    const { root } = yield* Project
    return Option.match(yield* (yield* ProjectIdentityStore).projectUuid, {
      onSome: (uuid) => ok(`project ${uuid}, at ${root}`, root),
      onNone: () =>
        notOk("warning", {
          evidence: `no project.uuid for ${root}`,
          why: "this project has no identity yet; it gets one when a server is chosen",
          fix: "spec-kitty sync server URL",
          target: root
        })
    })
  })
}

/** The gate's layer compares the document with the hash pinned in the code each time it is made. */
export const contractLook: Look<ContractGate> = {
  id: "contract.pin",
  title: "Contract",
  observe: Effect.map(ContractGate, ({ contexts }) =>
    ok(`contract ${pinnedContract.version} with the pinned sha256 ${pinnedContract.sha256}, ` +
      count(contexts.length, "context"), pinnedContract.file))
}
