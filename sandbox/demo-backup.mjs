// @ts-check
/** @typedef {{ recognize: string, openid: string }} Controls */

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
  return response.json()
}

/** The people of the sandbox. The import works only after the installation of the packages. */
export async function readCast() {
  const { tsImport } = await import('tsx/esm/api')
  /** @type {typeof import('./cast')} */
  const { castAt } = await tsImport('./cast.ts', import.meta.url)
  return castAt(new Date())
}

/**
 * Stores the client state of Ada's newest backup in the portal, like the bank's app after the backup. Her recovery can
 * then be tried without preparation.
 * @param {string} portal
 * @param {Controls} controls
 */
export async function storeBackupOfAda(portal, { recognize, openid }) {
  const ada = (await readCast()).find(({ sub }) => sub === 'ada')?.recognize
  const backups = ada?.rows.filter(({ type }) => type === 'BACKUP') ?? []
  const [newest] = backups.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  if (!ada || !newest) throw new Error('Ada has no backup.')
  const { userId } = ada
  const { publicSigningKey } = newest

  const { clientState } = await post(`${recognize}/people/${userId}/client-states`, {
    type: 'BACKUP',
    publicSigningKey,
  })
  const api = `${portal}/api/v1`
  const { accessToken } = await post(`${openid}/people/ada/access-tokens`, {
    resource: api,
    scope: 'recognize:client-states',
  })
  await post(
    `${api}/client-states`,
    { clientState, clientStateType: 'BACKUP', publicSigningKey, userId },
    { authorization: `Bearer ${accessToken}` },
  )
}
