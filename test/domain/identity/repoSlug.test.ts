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
    ["  https://github.com/acme/billing.git\n", "acme/billing"]
  ])("I-07 %s → %s", (remote, slug) => {
    expect(repoSlugOf(remote)).toEqual(Option.some(slug))
  })

  it.each([
    "", "file:///srv/git/acme/billing.git", "/srv/git/acme/billing.git", "./acme/billing", "../acme/billing",
    "~/git/acme", "C:\\git\\acme", "C:/git/acme", "https://github.com/billing.git", "git@github.com:billing.git",
    "https://github.com", "https://github.com/", "acme/billing", "https://host/a//b"
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
    [Option.some("/srv/git/x.git"), "My Folder", "my-folder"],
    [Option.none<string>(), "My_Folder", "my-folder"],
    [Option.none<string>(), "", null]
  ])("I-07 %o in folder %j is %j", (remote, folder, slug) => {
    expect(projectSlugOf(remote, folder)).toBe(slug)
  })
})
