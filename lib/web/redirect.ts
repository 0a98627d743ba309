import 'server-only'
import { getRedirectError } from 'next/dist/client/components/redirect'
import { RedirectStatusCode } from 'next/dist/client/components/redirect-status-code'

/**
 * Leads from a page to another address with status 303. The framework's `redirect` says 307 in a page. A page is also the
 * answer to a form that was posted without script: with 307 the browser would post the form again, to a page that doesn't
 * know its action, and show the framework's 409.
 */
export function redirect303(path: string): never {
  throw getRedirectError(path, 'replace', RedirectStatusCode.SeeOther)
}
