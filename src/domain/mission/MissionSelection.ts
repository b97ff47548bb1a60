/** Which missions a command is about: one by slug, prefix or number; all; or the one the user is in, else all. */
export type MissionSelection =
  | { readonly _tag: "One"; readonly selector: string }
  | { readonly _tag: "All" }
  | { readonly _tag: "Default" }
