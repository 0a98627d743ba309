/** The addresses of the portal. Other code takes them from here. Safe in the browser. */
export const paths = {
  start: '/',
  signInFailed: '/sign-in/failed',
  signedOut: '/signed-out',
  /** No page: it clears the browser's storage and leads on to `signedOut`. */
  leave: '/signed-out/clean',
  /** No page on purpose: the server answers with the not-found page and its status (decision 11). */
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
  callNumber: '/call-number',
  receipt: (number: string) => `/receipts/${encodeURIComponent(number)}`,
  receiptFile: (number: string) => `/receipts/${encodeURIComponent(number)}/file`,
} as const

/** The header of a request in which `proxy.ts` tells the not-found page its path. */
export const PATH_HEADER = 'x-portal-path'

/** The start page, from where a sign-in leads back to `path`. */
export function signInAndReturn(path: string): string {
  return `${paths.start}?${new URLSearchParams({ return: path })}`
}

/** The page that explains a refused sign-in. */
export function signInFailed(reason: string): string {
  return `${paths.signInFailed}?${new URLSearchParams({ reason })}`
}

/** The page after signing out while the provider can't be reached. */
export function signedOutButNotThere(): string {
  return `${paths.signedOut}?${new URLSearchParams({ provider: 'down' })}`
}
