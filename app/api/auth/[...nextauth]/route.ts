import { NextResponse, type NextRequest } from 'next/server'
import { authHandlers } from '@/lib/identity/sign-in'
import { watchSignIn } from '@/lib/identity/sign-in-failure'
import { signInFailed } from '@/lib/paths'
import { env } from '@/lib/platform/env'

const NO_STORE = { 'Cache-Control': 'no-store' }

/**
 * Two of next-auth's endpoints are open: the provider's way back, and the sign-in as a browser may read it.
 * Signing in and out are server actions; the library's own posts would let a browser change the request's parameters.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const { pathname, searchParams } = request.nextUrl
  if (pathname === '/api/auth/session') return authHandlers.GET(request)
  if (pathname !== '/api/auth/callback/oidc')
    return new NextResponse(null, { status: 404, headers: NO_STORE })
  const { result, failure } = await watchSignIn(
    () => authHandlers.GET(request),
    searchParams.get('error'),
  )
  return failure === null
    ? result
    : NextResponse.redirect(new URL(signInFailed(failure), env().AUTH_URL), { headers: NO_STORE })
}
