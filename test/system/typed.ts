import { spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"
import { binary, type Sandbox, until } from "./harness.js"

export type ShellName = "bash" | "zsh" | "fish"

const prompt = "ready> "
const fileOf = (box: Sandbox, name: string): string => path.join(box.directory, name)
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/**
 * A `spec-kitty` that a shell finds: what a script asks goes to the built binary, any other line is written down word by
 * word. Returns the folder that it is in, alone.
 */
export const recorder = (box: Sandbox): string => {
  const folder = fileOf(box, "bin")
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, "spec-kitty"), [
    "#!/bin/sh",
    `case "$1 $2" in "completion values") exec ${quoted(process.execPath)} ${quoted(binary)} "$@" ;; esac`,
    `printf '%s\\0' "$@" > ${quoted(fileOf(box, "words.new"))}`,
    `exec ${quoted("/bin/mv")} ${quoted(fileOf(box, "words.new"))} ${quoted(fileOf(box, "words"))}`,
    ""
  ].join("\n"), { mode: 0o755 })
  return folder
}

/** Keeps the script that `spec-kitty completion SHELL` prints, and makes a shell that reads it and nothing else. */
const command = async (box: Sandbox, shell: ShellName): Promise<string> => {
  const script = fileOf(box, shell)
  const start = fileOf(box, shell === "zsh" ? ".zshrc" : "bashrc")
  fs.writeFileSync(script, (await box.run(["completion", shell])).stdout)
  switch (shell) {
    case "bash":
      fs.writeFileSync(start, `PS1='${prompt}'\nsource ${quoted(script)}\n`)
      return `bash --noprofile --rcfile ${quoted(start)} -i`
    case "zsh":
      fs.writeFileSync(start, `PS1='${prompt}'\nautoload -Uz compinit; compinit -D -u\nsource ${quoted(script)}\n`)
      return "zsh -d -i"
    case "fish":
      fs.writeFileSync(start, `function fish_prompt; echo -n '${prompt}'; end\nsource ${quoted(script)}\n`)
      return `fish --no-config -i -C ${quoted(`source ${quoted(start)}`)}`
  }
}

/** A shell at a terminal. */
export interface Terminal {
  /**
   * What a person who types these keys, TAB among them, and then Return has the program run with: its words. The shell's own
   * line editor runs, quotes and expands.
   */
  readonly type: (keys: string) => Promise<ReadonlyArray<string>>
  readonly close: () => Promise<void>
}

export const openTerminal = async (box: Sandbox, shell: ShellName): Promise<Terminal> => {
  const words = fileOf(box, "words")
  const env = { ...box.env, PATH: `${recorder(box)}:${box.env["PATH"] ?? ""}`, TERM: "dumb", INPUTRC: "/dev/null", ZDOTDIR: box.directory, SHELL: "/bin/sh" }
  const terminal = spawn("script", ["-qec", await command(box, shell), "/dev/null"], { cwd: box.project, env })
  const closed = once(terminal, "close")
  let screen = ""
  terminal.stdout.setEncoding("utf8").on("data", (text: string) => (screen += text))
  await until(() => Promise.resolve(screen.includes(prompt)), `${shell} shows its prompt`)
  const type = async (keys: string) => {
    fs.rmSync(words, { force: true })
    terminal.stdin.write(`${keys}\n`)
    await until(() => Promise.resolve(fs.existsSync(words)), `${shell} runs ${JSON.stringify(keys)}: ${screen}`)
    return fs.readFileSync(words, "utf8").split("\0").slice(0, -1)
  }
  const close = async () => {
    terminal.stdin.end("\nexit\n")
    const giveUp = setTimeout(() => terminal.kill("SIGKILL"), 10_000)
    await closed
    clearTimeout(giveUp)
  }
  return { type, close }
}
