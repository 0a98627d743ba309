import { decodeJwt } from 'jose'
import { z } from 'zod'
import type { Middleware } from './koa'

const tokenResponse = z.looseObject({ id_token: z.string().optional(), access_token: z.string() })

/** The tokens issued to each person. Tests search for them in places that must not contain them. */
export type IssuedTokens = Map<string, string[]>

export function remember(issued: IssuedTokens, holder: string, ...tokens: string[]): void {
  issued.set(holder, [...(issued.get(holder) ?? []), ...tokens])
}

/** Remembers the tokens in the answers of the token endpoint. */
export function rememberTokens(issued: IssuedTokens): Middleware {
  return async (ctx, next) => {
    await next()
    const response = tokenResponse.safeParse(ctx.path === '/token' ? ctx.body : undefined)
    if (!response.success) return
    const { id_token, access_token } = response.data
    // A client that acts for itself gets no ID token. The access token holds its name.
    const { sub = '' } = decodeJwt(id_token ?? access_token)
    remember(issued, sub, ...(id_token === undefined ? [] : [id_token]), access_token)
  }
}
