import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import { emptyDossiers, make } from "../../../src/layers/memory/DossierStore.js"
import { dossierStoreLaws } from "../../../src/laws/dossierStore.js"

dossierStoreLaws("memory", Effect.map(Ref.make(emptyDossiers), (state) => ({
  store: make(state),
  events: (mission) => Effect.map(Ref.get(state), ({ events }) => events.get(mission) ?? [])
})))
