import * as Command from "@effect/cli/Command"
import type { LoginRequest } from "../../auth/login.js"
import { commandNode } from "../CommandNode.js"
import { authLoginCommand, authLoginHelp } from "../commands/authLogin.js"
import { authLogoutCommand, authLogoutHelp } from "../commands/authLogout.js"
import { authStatusCommand, authStatusHelp, type AuthStatusRequest } from "../commands/authStatus.js"
import { authTokenCommand, authTokenHelp } from "../commands/authToken.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface AuthHandlers {
  readonly authLogin: Handler<LoginRequest>
  readonly authLogout: Handler<null>
  readonly authStatus: Handler<AuthStatusRequest>
  readonly authToken: Handler<null>
}

/** `auth …` */
export const authGroup = (handlers: AuthHandlers, invocation: Invocation) => {
  const login = authLoginCommand(handlers.authLogin, invocation)
  const logout = authLogoutCommand(handlers.authLogout, invocation)
  const status = authStatusCommand(handlers.authStatus, invocation)
  const token = authTokenCommand(handlers.authToken, invocation)
  const command = Command.make("auth").pipe(Command.withSubcommands([login, logout, status, token]))
  return { command, node: commandNode(command, [login, logout, status, token].map((child) => commandNode(child))) }
}

export const authHelps = [authLoginHelp, authLogoutHelp, authStatusHelp, authTokenHelp]
