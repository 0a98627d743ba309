import { decodeJwt } from 'jose'
import { z } from 'zod'
import type { Middleware } from './koa'

const tokenResponse = z.looseObject({ id_token: z.string(), access_token: z.string() })

/** The tokens each person was issued, so that a test can search for them wherever they must not be. */
export type IssuedTokens = Map<string, string[]>

/** Remembers what the token endpoint answers, as it leaves. */
export function rememberTokens(issued: IssuedTokens): Middleware {
  return async (ctx, next) => {
    await next()
    const response = tokenResponse.safeParse(ctx.path === '/token' ? ctx.body : undefined)
    if (!response.success) return
    const { id_token, access_token } = response.data
    const { sub = '' } = decodeJwt(id_token)
    issued.set(sub, [...(issued.get(sub) ?? []), id_token, access_token])
  }
}
