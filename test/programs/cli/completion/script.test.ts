import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { completion } from "../../../../src/compositions/completion.js"
import { commandNames } from "../../../../src/programs/cli/app.js"
import type { CommandNode } from "../../../../src/programs/cli/CommandNode.js"
import type { CompletionRequest } from "../../../../src/programs/cli/commands/completion.js"
import { completionModel } from "../../../../src/programs/cli/completion/model.js"
import { completionScript } from "../../../../src/programs/cli/completion/script.js"
import { shells } from "../../../../src/programs/cli/completion/Shell.js"
import { globalFlagNames } from "../../../../src/programs/cli/globalFlags.js"
import { helpTopics } from "../../../../src/programs/cli/helpTopics.js"
import { type } from "../support.js"

/** The command tree, as the command line gives it to its handler. */
const tree = Effect.gen(function*() {
  const asked: Array<CompletionRequest> = []
  yield* type("completion bash", { handlers: { completion: (request) => Effect.sync(() => asked.push(request) * 0) } })
  const [request] = asked
  if (request === undefined) return yield* Effect.dieMessage("the handler was not called")
  return request.root
})
const everyNode = (node: CommandNode): ReadonlyArray<CommandNode> => [node, ...node.children.flatMap(everyNode)]

describe("U-16 the scripts", () => {
  for (const shell of shells) {
    it.effect(`know every command, flag, value and topic: ${shell}`, () =>
      Effect.gen(function*() {
        const root = yield* tree
        const script = completionScript(shell, root, { contexts: ["envelope", "payload/X"], errorCodes: ["SYNC-01"] })
        for (const name of commandNames) expect(script, name).toContain(name.includes(" ") ? `'${name}'` : name)
        const flags = [...everyNode(root).flatMap((node) => [...node.flags.keys()]), ...globalFlagNames]
        for (const flag of flags) {
          const spelled = shell !== "fish" ? flag : flag.startsWith("--") ? `-l ${flag.slice(2)}` : flag.length === 2 ? `-s ${flag.slice(1)}` : `-o ${flag.slice(1)}`
          expect(script.split(/[\s'|)]+/).includes(flag) || script.includes(` ${spelled}`), flag).toBe(true)
        }
        for (const word of [...helpTopics.keys(), "quarantined", "payload/X", "sarif", "SYNC-01"]) expect(script).toContain(word)
        // Quotes are closed on every line, as no line holds a piece of another one's text.
        for (const line of script.split("\n").filter((one) => one.startsWith("complete "))) {
          expect(line.replace(/\\[\\']/g, "").split("'").length % 2, line).toBe(1)
        }
      }))
  }

  it.effect("every flag that takes a value has one, and every command its formats", () =>
    Effect.map(tree, (root) => {
      const { commands } = completionModel(root, { contexts: [], errorCodes: [] })
      for (const node of everyNode(root)) {
        const known = commands.find(({ path }) => path === node.path.join(" "))
        for (const [flag, takesValue] of node.flags) {
          expect([flag, known?.flags.find(({ word }) => word === flag)?.value !== null]).toEqual([flag, takesValue])
        }
        expect(known?.formats.length).toBeGreaterThanOrEqual(3)
      }
    }))

  it.effect("ask the program wherever a mission or an artifact is named, and nowhere else", () =>
    Effect.map(tree, (root) => {
      const { commands } = completionModel(root, { contexts: [], errorCodes: [] })
      const asked = commands.flatMap(({ arguments: all, flags, path }) => [
        ...flags.flatMap(({ value, word }) => value?._tag === "Asked" ? [[path, word, value.kind]] : []),
        ...all.flatMap((value) => value._tag === "Asked" ? [[path, "", value.kind]] : [])
      ])
      const named = everyNode(root).filter((node) => node.flags.has("--mission") && node.path[0] !== "agent").map((node) => node.path.join(" "))
      expect(named).toEqual(expect.arrayContaining(["sync", "check", "explain", "dossier scan", "dossier show", "sync queue list"]))
      expect(asked.filter(([, , kind]) => kind === "missions").map(([path, word]) => `${path} ${word}`).sort())
        .toEqual(named.map((path) => `${path} --mission`).sort())
      expect(asked.filter(([, , kind]) => kind === "artifacts").map(([path, word]) => [path, word]))
        .toEqual([["dossier show", ""], ["explain", ""]])
    }))

  it.each(shells)("are these, of a small command line: %s", async (shell) => {
    const leaf = { children: [], isCommandToo: false, described: [], takesArguments: true }
    const sync: CommandNode = { ...leaf, path: ["sync"], flags: new Map([["--mission", true], ["--state", true], ["--all", false]]), values: new Map([["--mission", "SLUG"], ["--state", "sent | held"], ["<path|key>", "path|key"]]) }
    const help: CommandNode = { ...leaf, path: ["help"], flags: new Map(), values: new Map() }
    const root: CommandNode = { ...leaf, path: [], flags: new Map(), values: new Map(), takesArguments: false, children: [sync, help] }
    await expect(`${completionScript(shell, root, { contexts: ["envelope"], errorCodes: ["SYNC-01"] })}\n`)
      .toMatchFileSnapshot(`golden/spec-kitty.${shell}`)
  })

  it.effect("are written as they are, or within the JSON", () =>
    Effect.gen(function*() {
      const text = yield* type("completion zsh", { handlers: { completion } })
      expect(text.stdout[0]?.split("\n", 1)).toEqual(["#compdef spec-kitty"])
      const json = yield* type("completion zsh --json", { handlers: { completion } })
      expect(JSON.parse(json.stdout[0] ?? "")).toMatchObject({ schema: "completion@1", ok: true, data: { shell: "zsh", script: text.stdout[0] } })
      expect((yield* type("completion tcsh", { handlers: { completion } })).exitCode).toBe(2)
    }))
})
