import { decodeJwt } from 'jose'
import { z } from 'zod'
import type { Middleware } from './koa'

const tokenResponse = z.looseObject({ id_token: z.string().optional(), access_token: z.string() })

/** The tokens each person was issued, so that a test can search for them wherever they must not be. */
export type IssuedTokens = Map<string, string[]>

export function remember(issued: IssuedTokens, holder: string, ...tokens: string[]): void {
  issued.set(holder, [...(issued.get(holder) ?? []), ...tokens])
}

/** Remembers what the token endpoint answers, as it leaves. */
export function rememberTokens(issued: IssuedTokens): Middleware {
  return async (ctx, next) => {
    await next()
    const response = tokenResponse.safeParse(ctx.path === '/token' ? ctx.body : undefined)
    if (!response.success) return
    const { id_token, access_token } = response.data
    // A client that acts for itself gets no ID token: its name stands in the access token.
    const { sub = '' } = decodeJwt(id_token ?? access_token)
    remember(issued, sub, ...(id_token === undefined ? [] : [id_token]), access_token)
  }
}
