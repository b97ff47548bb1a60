import * as Option from "effect/Option"

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i

/** `ext::ssh host x`: only the helper that it names knows what follows. */
const isForHelper = (url: string): boolean => /^[a-z0-9][a-z0-9+-]*::/i.test(url)

/** `/srv/git/x`, `./x`, `../x`, `~/x`, `C:\x`: a folder, not a place that names an owner. */
const isLocal = (url: string): boolean => /^(\.{0,2}\/|~|[a-z]:[\\/]|\\\\|file:)/i.test(url) || url === "." || url === ".."

/**
 * The path part of a git remote, without slashes at its ends and without `.git`; none for a local one. Understands
 * `scheme://[user@]host[:port]/path` and scp's `[user@]host:path`. A path with `..` or a backslash names no owner either.
 */
const pathOf = (remote: string): Option.Option<string> => {
  const url = remote.trim()
  if (url === "" || isLocal(url) || isForHelper(url)) return Option.none()
  const path = scheme.test(url)
    ? /^[^/]*\/(?<path>[^?#]*)/.exec(url.replace(scheme, ""))?.groups?.["path"]
    : /^(?:[^@/]+@)?(?:\[[^\]]*\]|[^:/@[\]]+):(?<path>.*)$/.exec(url)?.groups?.["path"]
  if (path === undefined || /\\|(?:^|\/)\.\.?(?:\/|$)/.test(path)) return Option.none()
  const bare = path.replace(/^\/+|\/+$/g, "").replace(/\.git$/i, "").replace(/\/+$/, "")
  return bare === "" ? Option.none() : Option.some(bare)
}

/** The remote without user info: `https://user:secret@host/x` → `https://host/x`. scp's `git@` is no secret and stays. */
export const withoutUserInfo = (remote: string): string =>
  scheme.test(remote) ? remote.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1") : remote

/** `owner/repo`, with all groups of a GitLab path; none for a local remote or fewer than two segments. */
export const repoSlugOf = (remote: string): Option.Option<string> =>
  Option.filter(pathOf(remote), isRepoSlug)

/** A value of `project.repo_slug` that counts: at least two segments, none of them blank. */
export const isRepoSlug = (value: string): boolean =>
  value.includes("/") && value.split("/").every((segment) => segment.trim() !== "")

/** Lower case, with `-` for spaces and underscores. */
const normalised = (name: string): string => name.trim().toLowerCase().replace(/[\s_]/g, "-")

/** The project's slug: the remote's last segment, else the name of the folder. Null where neither leaves a character. */
export const projectSlugOf = (remote: Option.Option<string>, folderName: string): string | null => {
  const fromRemote = Option.flatMap(remote, pathOf).pipe(
    Option.map((path) => normalised(path.split("/").at(-1) ?? "")),
    Option.filter((slug) => slug !== "")
  )
  return Option.getOrElse(fromRemote, () => normalised(folderName) || null)
}
