import { NextResponse, type NextRequest } from 'next/server'

// Headers only. Nothing here decides who may do what: a proxy is not in the way of server actions.

function contentSecurityPolicy(nonce: string): string {
  const provider = process.env['AUTH_OIDC_ISSUER']
  const logo = process.env['BRAND_LOGO_URL']
  const origin = (url: string | undefined) =>
    url && URL.canParse(url) ? ` ${new URL(url).origin}` : ''
  const development = process.env.NODE_ENV === 'development'
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'${development ? " 'unsafe-inline'" : ''}`,
    `img-src 'self'${origin(logo)}`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    // Without script the sign-in form is answered with a redirect to the provider, which browsers count as the form's.
    `form-action 'self'${origin(provider)}`,
    ...(development ? [] : [`require-trusted-types-for 'script'`, `trusted-types default`]),
  ].join('; ')
}

/** Gives every page its own nonce and policy. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}

// Not what programs post to: it answers no pages, and a request that passes here has its body buffered first.
export const config = {
  matcher: ['/((?!_next/static|api/v1/|api/auth/backchannel-logout|icons.svg|icon.svg).*)'],
}
