/** The addresses of the portal; nobody writes one by hand. Safe in the browser. */
export const paths = {
  start: '/',
  signInFailed: '/sign-in/failed',
  signedOut: '/signed-out',
  /** No page: it empties the browser on the way to the one before. */
  leave: '/signed-out/clean',
  /** Deliberately no page: it gets the not-found page, with its status, made on the server (decision 11). */
  notFound: '/not-in-your-list',
  devices: '/devices',
  device: (id: string) => `/devices/${encodeURIComponent(id)}`,
  remove: (id: string) => `/devices/${encodeURIComponent(id)}/remove`,
  add: '/devices/add',
  activation: (number: string) => `/devices/add/${encodeURIComponent(number)}`,
  activationEvents: (number: string) => `/devices/add/${encodeURIComponent(number)}/events`,
  cleanUp: '/devices/clean-up',
  cleanUpReview: '/devices/clean-up/review',
  cleanUpProgress: (number: string) => `/devices/clean-up/${encodeURIComponent(number)}`,
  activity: '/activity',
  activityFile: '/activity/file',
  signIns: '/sessions',
  receipt: (number: string) => `/receipts/${encodeURIComponent(number)}`,
  receiptFile: (number: string) => `/receipts/${encodeURIComponent(number)}/file`,
} as const

/** The start page, from where a sign-in leads back to `path`. */
export function signInAndReturn(path: string): string {
  return `${paths.start}?${new URLSearchParams({ return: path })}`
}

/** The page that says why somebody wasn't signed in. */
export function signInFailed(reason: string): string {
  return `${paths.signInFailed}?${new URLSearchParams({ reason })}`
}

/** The page after signing out, for whom the provider could not be reached. */
export function signedOutButNotThere(): string {
  return `${paths.signedOut}?${new URLSearchParams({ provider: 'down' })}`
}
