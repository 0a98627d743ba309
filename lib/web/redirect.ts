import 'server-only'
import { getRedirectError } from 'next/dist/client/components/redirect'
import { RedirectStatusCode } from 'next/dist/client/components/redirect-status-code'

/**
 * Redirects from a page with status 303. The framework's `redirect` sends 307 in a page. A page also answers a form
 * that was posted without script. With 307 the browser would post the form again to a page that doesn't know its
 * action, and show the framework's 409.
 */
export function redirect303(path: string): never {
  throw getRedirectError(path, 'replace', RedirectStatusCode.SeeOther)
}
