import { expect } from '@playwright/test'
import type { Access } from '../builders/access'
import { newUserId } from '../builders/rows'
import type { AccessScene } from './access-scene'
import { builtActions, type BuiltAction } from './built'
import { formOf, postWithScript, type Posted } from './post-action'

/** What of one person can be named in a call. */
export type Target = Record<
  'userId' | 'device' | 'held' | 'activation' | 'receipt' | 'cleanUp' | 'approval',
  string
>

export const WHO = [
  'anonymous',
  'expired',
  'revoked',
  'stranger',
  'owner',
  'support',
  'auditor',
] as const
export type Who = (typeof WHO)[number]

/** What only people with a role may do. */
export const AT_DESK: ReadonlySet<string> = new Set(['support', 'auditor'])

/** Shown on the owner's pages, and on nobody else's. */
const NICKNAME = 'Canary of the owner'

/** Of a receipt, a clean-up, an activation, a request. */
export const NUMBER = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/

export type Cast = Awaited<ReturnType<typeof castFor>>

/** Somebody with one of everything that can be asked for or changed, and everybody who might try. */
export async function castFor(scene: AccessScene) {
  const { portal, signIn, createPerson, query } = scene
  const owner = await createPerson({ name: 'Olive Owner' })
  const other = {
    stranger: await createPerson(),
    support: await createPerson({ claims: { roles: ['support'] } }),
    auditor: await createPerson({ claims: { roles: ['auditor'] } }),
    former: await createPerson({ claims: { roles: ['support', 'auditor'] } }),
  }
  /** A sign-in that ended by its limits, or by being ended. */
  const endedSignIn = async (of: typeof owner, how: string) => {
    const cookie = await signIn(of.person)
    const standing = 'subject = $1 AND ended_at IS NULL AND expires_at > now()'
    const ended = await query(
      `UPDATE sessions SET ${how} WHERE ${standing} RETURNING 1`,
      of.person.accountId,
    )
    expect(ended).toHaveLength(1)
    return cookie
  }
  const expired = `expires_at = now() - interval '1 second'`
  const revoked = 'ended_at = now()'
  const ended = {
    expired: [await endedSignIn(owner, expired), await endedSignIn(other.former, expired)],
    revoked: [await endedSignIn(owner, revoked), await endedSignIn(other.former, revoked)],
  } as const
  const standing = {
    owner: await signIn(owner.person),
    stranger: await signIn(other.stranger.person),
    support: await signIn(other.support.person),
    auditor: await signIn(other.auditor.person),
  }

  /** The cookies that somebody comes with; whoever isn't signed in any more was one who might have. */
  const cookieOf = (who: Who, access: Access | undefined): string => {
    if (who === 'anonymous') return ''
    if (who !== 'expired' && who !== 'revoked') return standing[who]
    return ended[who][access !== undefined && AT_DESK.has(access) ? 1 : 0]
  }
  const renew = async (who: Who) => {
    if (who === 'owner') standing.owner = await signIn(owner.person)
    else if (who in standing) {
      const one = who as 'stranger' | 'support' | 'auditor'
      standing[one] = await signIn(other[one].person)
    }
  }

  const act = async (name: string, cookie: string, fields: Record<string, string>) => {
    const action = builtActions().find((built) => built.name === name)
    if (!action) return null
    const form = formOf(fields)
    return postWithScript(`${portal}/signed-out`, action, [null, form], {
      cookie,
      origin: portal,
    })
  }
  const numberFrom = (posted: Posted | null) => NUMBER.exec(posted?.location ?? '')?.[0]
  const made = async (name: string, fields: Record<string, string>) => {
    const posted = await act(name, standing.owner, fields)
    const number = numberFrom(posted)
    if (number === undefined) throw new Error(`${name} gave ${posted?.status} ${posted?.text}`)
    return number
  }
  const { phone, held, backup, temporary } = owner.devices
  const { userId } = owner.person
  const asked = { person: userId, device: backup, reason: 'lost', ticket: 'T-1', verified: 'yes' }
  await act('devices.renameDeviceAction', standing.owner, { device: phone, nickname: NICKNAME })
  const target: Target = {
    userId,
    device: phone,
    held,
    activation: await made('activations.startActivationAction', {
      start: 'old-phone',
      identity: '0',
    }),
    receipt: await made('devices.removeDeviceAction', { device: held, reason: 'sold' }),
    cleanUp: await made('clean-up.startCleanUpAction', { device: temporary }),
    approval:
      numberFrom(await act('support.requestApprovalAction', standing.support, asked)) ??
      'XXXX-XXXX-XXXX',
  }
  return { owner, other, target, cookieOf, renew, traces: () => tracesOf(scene, owner.person) }
}

/** Ids of the same form that nobody has. */
export function nobodys(): Target {
  const number = 'ZZZZ-ZZZZ-ZZZZ'
  const numbers = { activation: number, receipt: number, cleanUp: number, approval: number }
  return { userId: newUserId(), device: 'f'.repeat(32), held: 'f'.repeat(32), ...numbers }
}

/** All that anybody could have done to the person: what the portal knows of them, and each call about them since the last look. */
async function tracesOf(
  { recognize, query }: AccessScene,
  { userId, accountId }: { userId: string; accountId: string },
) {
  const rows = (table: string, column: string, value: '$1' | '$2') =>
    `'${table}', (SELECT json_agg(t ORDER BY t::text) FROM ${table} t WHERE ${column} = ${value})`
  const [known] = await query(
    `SELECT json_build_object(${[
      rows('pending_removals', 'user_id', '$1'),
      rows('nicknames', 'user_id', '$1'),
      rows('client_states', 'user_id', '$1'),
      rows('approvals', 'user_id', '$1'),
      rows('activations', 'subject', '$2'),
      rows('clean_ups', 'subject', '$2'),
      rows('preparations', 'subject', '$2'),
    ].join()},
      'entries', (SELECT count(*) FROM audit_entries WHERE user_id = $1),
      'standing', (SELECT count(*) FROM sessions WHERE subject = $2 AND ended_at IS NULL)) AS known`,
    userId,
    accountId,
  )
  const calls = [
    ...(await recognize.journal({ userId })),
    ...(await recognize.journal({ externalUserId: accountId })),
  ]
  await recognize.clearJournal({ userId })
  await recognize.clearJournal({ externalUserId: accountId })
  return { known: JSON.stringify(known), calls: calls.map(({ operation }) => operation) }
}

/** What an action might be called with to get at the target, whatever it takes. */
export function argumentsFor({ name, takes }: BuiltAction, target: Target): unknown[][] {
  const { userId, device, activation, receipt, cleanUp, approval } = target
  const named: [RegExp, string][] = [
    [/approval/i, approval],
    [/activation/i, activation],
    [/cleanUp/i, cleanUp],
    [/receipt|removal/i, receipt],
  ]
  const number = named.find(([pattern]) => pattern.test(name))?.[1] ?? userId
  const fields = {
    device,
    nickname: 'Taken over',
    label: 'not-mine',
    reason: 'sold',
    number,
    receipt,
    cleanUp,
    start: 'old-phone',
    identity: '0',
    previous: activation,
    person: userId,
    ticket: 'T-2',
    verified: 'yes',
    by: 'recognize-id',
    text: userId,
    decision: 'approve',
    why: 'asked',
    session: 'others',
    theme: 'dark',
    return: '/devices',
  }
  if (takes === 0) return [[]]
  if (takes === 1) return [[formOf(fields)], [number]]
  // What reads takes ids; what acts takes the state of a form before its fields.
  if (/\.(read|list)/.test(name)) return [[userId, number]]
  const begins = name.endsWith('.startActivationAction')
    ? ['old-phone', 'made-state']
    : ['old-phone']
  return begins.map((start) => [null, formOf({ ...fields, start })])
}

/** The address of a page or route, with what the target has in the place of each parameter. */
export function addressOf(pattern: string, target: Target): string {
  const { userId, device, activation, receipt, cleanUp, approval } = target
  const folders = pattern.split('/')
  const filled = folders.map((folder, place) => {
    if (!folder.startsWith('[')) return folder
    const before = folders[place - 1]
    if (folder === '[activationId]' || before === 'add') return activation
    if (before === 'clean-up') return cleanUp
    if (before === 'receipts') return receipt
    if (before === 'approvals') return approval
    if (before === 'users') return userId
    return folder === '[id]' ? device : 'session'
  })
  return filled.join('/')
}
