/**
 * Who may use what can be called from outside: every server action and every route handler.
 * - `everybody` it is about the browser, or about nobody
 * - `own` whoever is signed in, for what is theirs; no role changes that
 * - `support` agents, for others and never for themselves
 * - `auditor` auditors, who read the trail; persons and agents without that role don't
 * - `token` an app, for the person whose access token it has
 * - `provider` the OpenID provider, by what it has signed
 * - `handshake` what next-auth needs for signing in
 */
export type Access =
  'everybody' | 'own' | 'support' | 'auditor' | 'token' | 'provider' | 'handshake'

export const ACCESS_OF_ACTIONS: Record<string, Access> = {
  'activations.cancelActivationAction': 'own',
  'activations.readActivationAction': 'own',
  'activations.startActivationAction': 'own',
  'activations.undoActivationAction': 'own',
  'audit.verifyAuditLogAction': 'auditor',
  'clean-up.readCleanUpAction': 'own',
  'clean-up.startCleanUpAction': 'own',
  'clean-up.undoCleanUpAction': 'own',
  'devices.labelDeviceAction': 'own',
  'devices.listDevicesAction': 'own',
  'devices.removeDeviceAction': 'own',
  'devices.renameDeviceAction': 'own',
  'devices.waitToRemoveAction': 'own',
  'preferences.chooseThemeAction': 'everybody',
  'receipts.readReceiptAction': 'own',
  'receipts.undoRemovalAction': 'own',
  'sessions.revokeSessionsAction': 'own',
  'sign-in.confirmSignInAction': 'everybody',
  'sign-in.signInAction': 'everybody',
  'sign-in.signOutAction': 'own',
  'sign-in.signOutAtProviderAction': 'everybody',
  'sign-in.signOutCompletelyAction': 'own',
  'support-sessions.revokePersonSessionsAction': 'support',
  'support.decideApprovalAction': 'support',
  'support.findPersonAction': 'support',
  'support.listApprovalsAction': 'support',
  'support.listPersonDevicesAction': 'support',
  'support.prepareActivationAction': 'support',
  'support.readApprovalAction': 'support',
  'support.readPersonReceiptAction': 'support',
  'support.removeForPersonAction': 'support',
  'support.requestApprovalAction': 'support',
  'support.waitToRemoveForPersonAction': 'support',
}

/**
 * Which of them ask for a fresh sign-in: each action says so here.
 * - `fresh` it removes, adds, or acts for somebody
 * - `undo` it takes back what was done in a fresh one, a little longer
 * - `no` it reads or names something, or ends what the person has: a thief of the browser gains nothing by it
 */
export const FRESHNESS_OF_ACTIONS: Record<string, 'fresh' | 'undo' | 'no'> = {
  'activations.cancelActivationAction': 'no',
  'activations.readActivationAction': 'no',
  'activations.startActivationAction': 'fresh',
  'activations.undoActivationAction': 'fresh',
  'audit.verifyAuditLogAction': 'no',
  'clean-up.readCleanUpAction': 'no',
  'clean-up.startCleanUpAction': 'fresh',
  'clean-up.undoCleanUpAction': 'undo',
  'devices.labelDeviceAction': 'fresh',
  'devices.listDevicesAction': 'no',
  'devices.removeDeviceAction': 'fresh',
  'devices.renameDeviceAction': 'no',
  'devices.waitToRemoveAction': 'fresh',
  'preferences.chooseThemeAction': 'no',
  'receipts.readReceiptAction': 'no',
  'receipts.undoRemovalAction': 'undo',
  'sessions.revokeSessionsAction': 'no',
  'sign-in.confirmSignInAction': 'no',
  'sign-in.signInAction': 'no',
  'sign-in.signOutAction': 'no',
  'sign-in.signOutAtProviderAction': 'no',
  'sign-in.signOutCompletelyAction': 'no',
  'support-sessions.revokePersonSessionsAction': 'fresh',
  'support.decideApprovalAction': 'fresh',
  'support.findPersonAction': 'no',
  'support.listApprovalsAction': 'no',
  'support.listPersonDevicesAction': 'no',
  'support.prepareActivationAction': 'fresh',
  'support.readApprovalAction': 'no',
  'support.readPersonReceiptAction': 'no',
  'support.removeForPersonAction': 'fresh',
  'support.requestApprovalAction': 'fresh',
  'support.waitToRemoveForPersonAction': 'fresh',
}

/** Where the framework's own HEAD would do all that GET does, an entry in the trail or a place included: those refuse it. */
export const WITHOUT_HEAD: ReadonlySet<string> = new Set([
  '/devices/add/[number]/events',
  '/activity/file',
  '/support/activity/file',
])

export const ACCESS_OF_ROUTES: Record<string, Access> = {
  'GET (portal)/activity/file': 'own',
  'GET (portal)/devices/add/[number]/events': 'own',
  'GET (portal)/receipts/[number]/file': 'own',
  'GET (portal)/support/activity/file': 'auditor',
  'GET .well-known/jwks.json': 'everybody',
  'GET .well-known/security.txt': 'everybody',
  'GET api/auth/[...nextauth]': 'handshake',
  'GET api/health/live': 'everybody',
  'GET api/health/ready': 'everybody',
  'GET api/page-stamp': 'everybody',
  'GET api/v1/openapi.json': 'everybody',
  'GET not-done/leave': 'everybody',
  'GET signed-out/clean': 'everybody',
  'POST api/auth/backchannel-logout': 'provider',
  'POST api/reports': 'everybody',
  'POST api/v1/activations/[activationId]/report': 'token',
  'POST api/v1/activations/opened': 'everybody',
  'POST api/v1/activations/redeem': 'token',
  'POST api/v1/client-states': 'token',
  'POST api/v1/devices/report': 'token',
  'POST not-done/leave': 'everybody',
  'PUT api/v1/client-states': 'token',
}
