import type { Outcome } from "../../../domain/Diagnostic.js"
import { ServerReport } from "../../../domain/sync/SyncReport.js"
import { makeView } from "../View.js"
import { nextLines } from "./mission.js"
import type { Style } from "./Style.js"

const sentence = ({ change, server }: ServerReport, { foreign }: Style): string => {
  switch (change) {
    case "set":
      return `This project now sends to ${foreign(server ?? "no server")}.`
    case "cleared":
      return "This project no longer sends anything. What is queued is kept."
    case "none":
      return server === null
        ? "This project sends nothing: no server is chosen."
        : `This project sends to ${foreign(server)}.`
  }
}

const text = ({ data, next }: Outcome<ServerReport>, style: Style): string =>
  [sentence(data, style), ...nextLines(next)].join("\n")

/** `sync server`: where this project may send. */
export const syncServerView = makeView({ schema: "sync-server@1", data: ServerReport, text })
