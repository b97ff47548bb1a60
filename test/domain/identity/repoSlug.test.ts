import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import { isRepoSlug, projectSlugOf, repoSlugOf, withoutUserInfo } from "../../../src/domain/identity/repoSlug.js"

describe("repo_slug", () => {
  it.each([
    ["https://github.com/acme/billing.git", "acme/billing"],
    ["https://github.com/acme/billing", "acme/billing"],
    ["https://github.com/acme/billing/", "acme/billing"],
    ["https://github.com/acme/billing.git/", "acme/billing"],
    ["https://user:secret@github.com/acme/billing.git", "acme/billing"],
    ["https://gitlab.example:8443/group/sub/team/repo.git", "group/sub/team/repo"],
    ["ssh://git@github.com/acme/billing.git", "acme/billing"],
    ["ssh://git@host:2222/acme/billing.git", "acme/billing"],
    ["git+ssh://git@host/acme/billing", "acme/billing"],
    ["git://host/acme/billing.git", "acme/billing"],
    ["git@github.com:acme/billing.git", "acme/billing"],
    ["github.com:acme/billing.git", "acme/billing"],
    ["git@[::1]:acme/billing.git", "acme/billing"],
    ["git@gitlab.com:group/sub/repo.git", "group/sub/repo"],
    ["git@host:/acme/billing.git", "acme/billing"],
    ["http://host:8080/acme/billing", "acme/billing"],
    ["https://[2001:db8::1]:8443/acme/billing.git", "acme/billing"],
    ["ssh://git@[2001:db8::1]:22/acme/billing.git", "acme/billing"],
    ["git@[2001:db8::1]:acme/billing.git", "acme/billing"],
    ["ssh://git@host/~ana/billing.git", "~ana/billing"],
    ["https://dev.azure.com/org/project/_git/repo", "org/project/_git/repo"],
    ["https://host/acme/billing?ref=x#y", "acme/billing"],
    ["HTTPS://HOST/Acme/Billing.GIT", "Acme/Billing"],
    ["https://host/acme/billing.git.git", "acme/billing.git"],
    ["  https://github.com/acme/billing.git\n", "acme/billing"]
  ])("I-07 %s → %s", (remote, slug) => {
    expect(repoSlugOf(remote)).toEqual(Option.some(slug))
  })

  it.each([
    "", "file:///srv/git/acme/billing.git", "/srv/git/acme/billing.git", "./acme/billing", "../acme/billing",
    "~/git/acme", "C:\\git\\acme", "C:/git/acme", "https://github.com/billing.git", "git@github.com:billing.git",
    "https://github.com", "https://github.com/", "acme/billing", "https://host/a//b", "file:/srv/git/acme/billing",
    "//server/share/billing", "\\\\server\\share\\acme\\billing", "~ana/billing", ".", "..", "git@host:acme/.git",
    "https://host/../billing", "git@host:../acme/billing", "git@host:acme\\billing", "ana@host:C:\\git\\acme",
    "ext::ssh host /acme/billing", "codecommit::eu-west-1://billing"
  ])("I-07 %j gives none", (remote) => {
    expect(repoSlugOf(remote)).toEqual(Option.none())
  })

  it("I-07 the user's own value needs two segments, none of them blank", () => {
    expect(["a/b", "a/b/c", "a", "a/", "/b", "a/ /b", ""].map(isRepoSlug))
      .toEqual([true, true, false, false, false, false, false])
  })

  it("I-07 what it gives is always a valid repo slug, and user info never shows", () => {
    FastCheck.assert(FastCheck.property(FastCheck.string(), FastCheck.webUrl(), (secret, url) => {
      const slug = repoSlugOf(url)
      expect(Option.isNone(slug) || isRepoSlug(slug.value)).toBe(true)
      const hidden = encodeURIComponent(`s3cret${secret}`)
      expect(withoutUserInfo(url.replace("://", `://user:${hidden}@`))).toBe(url)
    }))
  })
})

describe("project slug", () => {
  it.each([
    [Option.some("git@github.com:acme/My_Billing App.git"), "folder", "my-billing-app"],
    [Option.some("https://host/repo.git"), "folder", "repo"],
    [Option.some("https://gitlab.example/group/sub/Deep_Repo/"), "folder", "deep-repo"],
    [Option.some("https://host/only.git"), "folder", "only"],
    [Option.some("ssh://git@[::1]:2222/a/b.git"), "folder", "b"],
    [Option.some("/srv/git/x.git"), "My Folder", "my-folder"],
    [Option.some("file:///srv/git/x.git"), "My Folder", "my-folder"],
    [Option.some("C:\\git\\x"), "My Folder", "my-folder"],
    [Option.some("ana@host:C:\\git\\x"), "My Folder", "my-folder"],
    [Option.some("ext::ssh host x"), "My Folder", "my-folder"],
    [Option.some("https://host/a/.."), "My Folder", "my-folder"],
    [Option.none<string>(), "My_Folder", "my-folder"],
    [Option.none<string>(), "", null]
  ])("I-07 %o in folder %j is %j", (remote, folder, slug) => {
    expect(projectSlugOf(remote, folder)).toBe(slug)
  })
})
