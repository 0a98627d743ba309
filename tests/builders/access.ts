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
  'activations.cancelActivation': 'own',
  'activations.readActivation': 'own',
  'activations.startActivation': 'own',
  'activations.undoActivation': 'own',
  'clean-up.readCleanUp': 'own',
  'clean-up.startCleanUp': 'own',
  'clean-up.undoCleanUp': 'own',
  'desk-sign-ins.endSignInsForPerson': 'support',
  'devices.listDevices': 'own',
  'devices.removeDevice': 'own',
  'devices.renameDevice': 'own',
  'preferences.chooseTheme': 'everybody',
  'receipts.readReceipt': 'own',
  'receipts.undoRemoval': 'own',
  'sign-in.confirmSignIn': 'everybody',
  'sign-in.signIn': 'everybody',
  'sign-in.signOut': 'own',
  'sign-in.signOutAtProvider': 'everybody',
  'sign-in.signOutCompletely': 'own',
  'sign-ins.endSignIns': 'own',
  'support.decideApproval': 'support',
  'support.findPerson': 'support',
  'support.listApprovals': 'support',
  'support.listPersonDevices': 'support',
  'support.readApproval': 'support',
  'support.readPersonReceipt': 'support',
  'support.removeForPerson': 'support',
  'support.requestApproval': 'support',
  'support.startForPerson': 'support',
  'trail.verifyNow': 'auditor',
}

/**
 * Which of them ask for a fresh sign-in: each action says so here.
 * - `fresh` it removes, adds, or acts for somebody
 * - `undo` it takes back what was done in a fresh one, a little longer
 * - `no` it reads or names something, or ends what the person has: a thief of the browser gains nothing by it
 */
export const FRESHNESS_OF_ACTIONS: Record<string, 'fresh' | 'undo' | 'no'> = {
  'activations.cancelActivation': 'no',
  'activations.readActivation': 'no',
  'activations.startActivation': 'fresh',
  'activations.undoActivation': 'fresh',
  'clean-up.readCleanUp': 'no',
  'clean-up.startCleanUp': 'fresh',
  'clean-up.undoCleanUp': 'undo',
  'desk-sign-ins.endSignInsForPerson': 'fresh',
  'devices.listDevices': 'no',
  'devices.removeDevice': 'fresh',
  'devices.renameDevice': 'no',
  'preferences.chooseTheme': 'no',
  'receipts.readReceipt': 'no',
  'receipts.undoRemoval': 'undo',
  'sign-in.confirmSignIn': 'no',
  'sign-in.signIn': 'no',
  'sign-in.signOut': 'no',
  'sign-in.signOutAtProvider': 'no',
  'sign-in.signOutCompletely': 'no',
  'sign-ins.endSignIns': 'no',
  'support.decideApproval': 'fresh',
  'support.findPerson': 'no',
  'support.listApprovals': 'no',
  'support.listPersonDevices': 'no',
  'support.readApproval': 'no',
  'support.readPersonReceipt': 'no',
  'support.removeForPerson': 'fresh',
  'support.requestApproval': 'fresh',
  'support.startForPerson': 'fresh',
  'trail.verifyNow': 'no',
}

/** Where the framework's own HEAD would do all that GET does, an entry in the trail included: those refuse it. */
export const WITHOUT_HEAD: ReadonlySet<string> = new Set([
  '/activity/file',
  '/support/activity/file',
])

export const ACCESS_OF_ROUTES: Record<string, Access> = {
  'GET (portal)/activity/file': 'own',
  'GET (portal)/devices/add/[number]/events': 'own',
  'GET (portal)/receipts/[number]/file': 'own',
  'GET (portal)/support/activity/file': 'auditor',
  'GET .well-known/security.txt': 'everybody',
  'GET api/auth/[...nextauth]': 'handshake',
  'GET api/health/live': 'everybody',
  'GET api/health/ready': 'everybody',
  'GET api/v1/openapi.json': 'everybody',
  'GET signed-out/clean': 'everybody',
  'POST api/auth/backchannel-logout': 'provider',
  'POST api/reports': 'everybody',
  'POST api/v1/activations/[activationId]/report': 'token',
  'POST api/v1/activations/opened': 'everybody',
  'POST api/v1/activations/redeem': 'token',
  'POST api/v1/client-states': 'token',
  'POST api/v1/devices/report': 'token',
  'PUT api/v1/client-states': 'token',
}
