// @ts-check
// What the organisation's apps have told the portal before somebody looks at the demo, through the portal's API.
/** @typedef {{ recognize: string, openid: string }} Controls */
/** @typedef {import('./cast').CastMember} CastMember */

/**
 * @param {string} url
 * @param {object} body
 * @param {Record<string, string>} headers
 * @returns {Promise<Record<string, string>>}
 */
async function post(url, body, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}.`)
  return response.status === 204 ? {} : response.json()
}

/** The people of the sandbox. The import works only after the installation of the packages. */
export async function readCast() {
  const { tsImport } = await import('tsx/esm/api')
  /** @type {typeof import('./cast')} */
  const { castAt } = await tsImport('./cast.ts', import.meta.url)
  return castAt(new Date())
}

/**
 * Hands in the client state of Ada's newest backup, so that her recovery can be tried without preparation, and reports
 * the phones that are in use.
 * @param {string} portal
 * @param {Controls} controls
 */
export async function recordWhatAppsTold(portal, controls) {
  const cast = await readCast()
  const ada = cast.find(({ sub }) => sub === 'ada')
  if (!ada) throw new Error('Ada is not in the cast.')
  await storeNewestBackup(portal, controls, ada)
  for (const person of cast) await reportPhone(portal, controls, person)
}

/**
 * Calls the portal's API as the person's app does.
 * @param {string} portal
 * @param {Controls} controls
 * @param {CastMember} person
 * @param {{ path: string, scope: string, body: object }} call
 */
async function callAsApp(portal, { openid }, { sub }, { path, scope, body }) {
  const api = `${portal}/api/v1`
  const { accessToken } = await post(`${openid}/people/${sub}/access-tokens`, {
    resource: api,
    scope,
  })
  await post(`${api}${path}`, body, { authorization: `Bearer ${accessToken}` })
}

/**
 * @param {string} portal
 * @param {Controls} controls
 * @param {CastMember} person
 */
async function storeNewestBackup(portal, controls, person) {
  const backups = person.recognize?.rows.filter(({ type }) => type === 'BACKUP') ?? []
  const [newest] = backups.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  if (!newest) throw new Error(`${person.givenName} has no backup.`)
  const { userId, publicSigningKey } = newest
  const { clientState } = await post(`${controls.recognize}/people/${userId}/client-states`, {
    type: 'BACKUP',
    publicSigningKey,
  })
  await callAsApp(portal, controls, person, {
    path: '/client-states',
    scope: 'recognize:client-states',
    body: { clientState, clientStateType: 'BACKUP', publicSigningKey, userId },
  })
}

/**
 * @param {string} portal
 * @param {Controls} controls
 * @param {CastMember} person
 */
async function reportPhone(portal, controls, person) {
  if (!person.recognize?.reportingPhone) return
  const { userId, reportingPhone } = person.recognize
  await callAsApp(portal, controls, person, {
    path: '/devices/report',
    scope: 'recognize:report',
    body: { publicSigningKey: reportingPhone, userId },
  })
}
