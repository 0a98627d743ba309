import { NextResponse, type NextRequest } from 'next/server'
import { newNonce, contentSecurityPolicy } from './lib/web/content-security-policy'
import { PATH_HEADER } from './lib/web/paths'

// The policy of pages only; every other header comes from server/. Nothing here decides who may do what: a
// proxy is not in the way of server actions.

/** Gives every page its own nonce and policy, and its path. */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(newNonce(), {
    provider: process.env['AUTH_OIDC_ISSUER'],
    logo: process.env['BRAND_LOGO_URL'],
    development: process.env.NODE_ENV === 'development',
  })
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy)
  headers.set(PATH_HEADER, request.nextUrl.pathname)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}

// Nothing below /api/: there are no pages, and a request that passes here has its body buffered first.
export const config = { matcher: ['/((?!_next/static|api/|icons.svg|icon.svg).*)'] }
