// Writes what each manifest that ships calls its artifacts into the file that is named: part of the build (scripts/build.mjs).
import * as fs from "node:fs"
import * as path from "node:path"
import * as Schema from "effect/Schema"
import { parse } from "yaml"
import { Manifest } from "../src/domain/dossier/Manifest.js"
import type { ExpectedNames } from "../src/layers/node/completion/artifacts.js"

const missions = path.join("contracts", "missions")
const decode = Schema.decodeUnknownSync(Manifest, { onExcessProperty: "error" })

const namesOf = (type: string) =>
  decode(parse(fs.readFileSync(path.join(missions, type, "expected-artifacts.yaml"), "utf8"))).entries
    .map(({ artifact: { artifact_key, path_pattern } }) => ({ artifact_key, path_pattern }))

const types = fs.readdirSync(missions).filter((type) => fs.existsSync(path.join(missions, type, "expected-artifacts.yaml")))
const names: ExpectedNames = Object.fromEntries(types.map((type) => [type, namesOf(type)]))
const [file = ""] = process.argv.slice(2)
fs.writeFileSync(file, JSON.stringify(names))
