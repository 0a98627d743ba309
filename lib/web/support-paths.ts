/** The addresses of support and of the auditor’s page; apart, because every page carries paths.ts. */
export const supportPaths = {
  start: '/support',
  person: (userId: string) => personPath(userId, 'devices'),
  device: (userId: string, id: string) => personPath(userId, 'devices', id),
  remove: (userId: string, id: string) => personPath(userId, 'devices', id, 'remove'),
  add: (userId: string) => personPath(userId, 'add'),
  signIns: (userId: string) => personPath(userId, 'sign-ins'),
  receipt: (userId: string, number: string) => personPath(userId, 'receipts', number),
  approval: (number: string) => `/support/approvals/${encodeURIComponent(number)}`,
  trail: '/support/activity',
  trailFile: '/support/activity/file',
} as const

function personPath(userId: string, ...segments: readonly string[]): string {
  return ['/support/users', ...[userId, ...segments].map(encodeURIComponent)].join('/')
}
