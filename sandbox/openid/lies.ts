import { randomBytes } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { z } from 'zod'
import type { Memory } from './adapter'
import type { SigningKeys } from './keys'
import type { Middleware } from './koa'
import type { People } from './people'
import { sessionCookie } from './provider'

export const lieSchema = z.strictObject({
  lie: z.enum([
    'wrong-nonce',
    'no-nonce',
    'wrong-audience',
    'wrong-issuer',
    'expired',
    'future-iat',
    'old-auth-time',
    'ignores-prompt',
    'other-sub',
    'foreign-key',
    'garbage-signature',
    'alg-none',
    'hs256',
    'wrong-state',
    'wrong-iss',
  ]),
})

export type Lie = z.infer<typeof lieSchema>['lie']

const hour = 60 * 60
const day = 24 * hour

function lyingPayload(payload: JWTPayload, lie: Lie | undefined): JWTPayload {
  const now = Math.floor(Date.now() / 1000)
  switch (lie) {
    case 'wrong-nonce':
      return { ...payload, nonce: randomBytes(16).toString('hex') }
    case 'no-nonce':
      return without(payload, ['nonce'])
    case 'wrong-audience':
      return { ...payload, aud: 'another-client' }
    case 'wrong-issuer':
      return { ...payload, iss: 'http://localhost/another-issuer' }
    case 'expired':
      return { ...payload, iat: now - 2 * hour, exp: now - hour }
    case 'future-iat':
      return { ...payload, iat: now + hour, exp: now + 2 * hour }
    case 'old-auth-time':
      return { ...payload, auth_time: now - day }
    case 'other-sub':
      return { ...payload, sub: `not-${payload.sub}` }
    default:
      return payload
  }
}

function without(payload: object, claims: string[]) {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !claims.includes(name)))
}

interface Retelling {
  lie: Lie | undefined
  omit: string[]
}

/** Tells an honest ID token again with the lie in it, signed so that only the lie is wrong. */
async function retell(
  idToken: string,
  { lie, omit }: Retelling,
  keys: SigningKeys,
  clientSecret: string,
): Promise<string> {
  const { kid } = decodeProtectedHeader(idToken)
  const payload = without(lyingPayload(decodeJwt(idToken), lie), omit)
  const header = { alg: 'RS256', ...(kid === undefined ? {} : { kid }) }
  const token = new SignJWT(payload).setProtectedHeader(header)

  switch (lie) {
    case 'foreign-key':
      return token.sign(keys.foreignKey)
    case 'garbage-signature': {
      const [protectedHeader, claims] = (await token.sign(keys.privateKey)).split('.')
      return [protectedHeader, claims, randomBytes(256).toString('base64url')].join('.')
    }
    case 'alg-none':
      return new UnsecuredJWT(payload).encode()
    case 'hs256':
      return new SignJWT(payload)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(clientSecret))
    default:
      return token.sign(keys.privateKey)
  }
}

const tokenResponse = z.looseObject({ id_token: z.string() })

interface Liar {
  lies: Map<string, Lie>
  people: People
  keys: SigningKeys
  clientSecret: string
}

/** Replaces the ID token in the answers of the token endpoint for people with a lie. */
export function retellIdTokens({ lies, people, keys, clientSecret }: Liar): Middleware {
  return async (ctx, next) => {
    await next()
    const response = tokenResponse.safeParse(ctx.path === '/token' ? ctx.body : undefined)
    if (!response.success) return
    const sub = decodeJwt(response.data.id_token).sub ?? ''
    const lie = lies.get(sub)
    const omit = people.get(sub)?.omit ?? []
    if (lie === undefined && omit.length === 0) return
    const idToken = await retell(response.data.id_token, { lie, omit }, keys, clientSecret)
    ctx.body = { ...response.data, id_token: idToken }
  }
}

/** Lets somebody who is signed in through whatever is asked for, and as if that had been an hour ago; but says so. */
export function ignorePrompt(lies: Map<string, Lie>, memory: Memory): Middleware {
  return async (ctx, next) => {
    const id = ctx.path === '/auth' ? ctx.cookies.get(sessionCookie) : undefined
    const session = id === undefined ? undefined : await memory.adapter('Session').find(id)
    if (session && lies.get(session.accountId ?? '') === 'ignores-prompt') {
      session.loginTs = Math.floor(Date.now() / 1000) - hour
      ctx.query = without(ctx.query, ['prompt', 'max_age']) as typeof ctx.query
    }
    return next()
  }
}

/** Spoils the parameters that the browser carries back to the portal. */
export function lieInRedirect(response: Record<string, unknown>, lie: Lie | undefined): void {
  if (lie === 'wrong-state') response['state'] = randomBytes(16).toString('hex')
  if (lie === 'wrong-iss') response['iss'] = 'http://localhost/another-issuer'
}
