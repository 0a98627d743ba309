import { randomBytes } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { z } from 'zod'
import type { Memory } from '../adapter'
import { rotate, type SigningKeys } from '../keys'
import type { Middleware } from '../koa'
import { CLAIM_LIES, lyingPayload, without } from './lying-claims'
import { lyingToken, SIGNATURE_LIES } from './lying-token'
import type { People } from '../people'
import { cookieAt } from '../provider'

/** Lies in the answer around the token. */
const ANSWER_LIES = [
  /** Ignores the requested prompt for an active session, and reports a sign-in one hour ago. */
  'ignores-prompt',
  'no-id-token',
  'userinfo-other-sub',
  'wrong-state',
  'no-state',
  'wrong-iss',
  'no-iss',
] as const

export const lieSchema = z.strictObject({
  lie: z.enum([...CLAIM_LIES, ...SIGNATURE_LIES, ...ANSWER_LIES]),
})

export type Lie = z.infer<typeof lieSchema>['lie']

const hour = 60 * 60

const tokenResponse = z.looseObject({ id_token: z.string() })
const accountResponse = z.looseObject({ sub: z.string() })
const keyResponse = z.looseObject({ keys: z.array(z.unknown()) })

interface Liar {
  lies: Map<string, Lie>
  people: People
  keys: SigningKeys
  clientSecret: string
}

/** Replaces the ID token in answers of the token endpoint, for people with a lie. */
export function retellIdTokens({ lies, people, keys, clientSecret }: Liar): Middleware {
  return async (ctx, next) => {
    await next()
    const response = tokenResponse.safeParse(ctx.path.endsWith('/token') ? ctx.body : undefined)
    if (!response.success) return
    const idToken = response.data.id_token
    const sub = decodeJwt(idToken).sub ?? ''
    const lie = lies.get(sub)
    const omit = people.get(sub)?.omit ?? []
    if (lie === 'no-id-token') {
      ctx.body = without(response.data, ['id_token'])
      return
    }
    if (lie === 'rotated-key') await rotate(keys)
    if (lie === undefined && omit.length === 0) return
    const payload = without(lyingPayload(decodeJwt(idToken), lie), omit)
    const { kid } = decodeProtectedHeader(idToken)
    ctx.body = {
      ...response.data,
      id_token: await lyingToken({ payload, kid, keys, clientSecret }, lie),
    }
  }
}

/** Names another person at the userinfo endpoint, for people with that lie. */
export function retellAccounts(lies: Map<string, Lie>): Middleware {
  return async (ctx, next) => {
    await next()
    const response = accountResponse.safeParse(ctx.path.endsWith('/me') ? ctx.body : undefined)
    if (response.success && lies.get(response.data.sub) === 'userinfo-other-sub')
      ctx.body = { ...response.data, sub: `not-${response.data.sub}` }
  }
}

/** Publishes the rotated keys beside the first ones. */
export function publishRotated(keys: SigningKeys): Middleware {
  return async (ctx, next) => {
    await next()
    const response = keyResponse.safeParse(ctx.path.endsWith('/jwks') ? ctx.body : undefined)
    if (response.success)
      ctx.body = { keys: [...response.data.keys, ...keys.rotated.map((key) => key.publicJwk)] }
  }
}

/** Ignores the requested prompt and age for people with an active session. Reports a sign-in time of one hour ago. */
export function ignorePrompt(lies: Map<string, Lie>, memory: Memory): Middleware {
  return async (ctx, next) => {
    const id = ctx.path === '/auth' ? ctx.cookies.get(cookieAt('', 'session')) : undefined
    const session = id === undefined ? undefined : await memory.adapter('Session').find(id)
    if (session && lies.get(session.accountId ?? '') === 'ignores-prompt') {
      session.loginTs = Math.floor(Date.now() / 1000) - hour
      ctx.query = without(ctx.query, ['prompt', 'max_age']) as typeof ctx.query
    }
    return next()
  }
}

/** Corrupts the parameters that the browser carries back to the portal. */
export function lieInRedirect(response: Record<string, unknown>, lie: Lie | undefined): void {
  if (lie === 'wrong-state') response['state'] = randomBytes(16).toString('hex')
  if (lie === 'no-state') delete response['state']
  if (lie === 'wrong-iss') response['iss'] = 'http://localhost/another-issuer'
  if (lie === 'no-iss') delete response['iss']
}
