/** Where each request goes, appended to the server's address. The trailing slashes belong to them. */
export const routes = {
  signIn: "/api/v1/token/",
  refresh: "/api/v1/token/refresh/",
  batch: "/api/v1/events/batch/",
  push: "/api/dossier/push-content/",
  health: "/api/v1/sync/health/",
  trackerResources: "/api/v1/tracker/resources/",
  trackerResolve: "/api/v1/tracker/bind-resolve/",
  trackerConfirm: "/api/v1/tracker/bind-confirm/",
  trackerValidate: "/api/v1/tracker/bind-validate/",
  trackerStatus: "/api/v1/tracker/status/"
} as const
