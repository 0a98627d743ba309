import 'server-only'
import { getRedirectError } from 'next/dist/client/components/redirect'
import { RedirectStatusCode } from 'next/dist/client/components/redirect-status-code'

/**
 * Leads from a page to another address. The framework's `redirect` says 307 in a page, and a page is also rendered as
 * the answer to a form that was posted without script: the browser would post the form once more, to a page that
 * doesn't know its action, and show the framework's 409.
 */
export function redirect303(path: string): never {
  throw getRedirectError(path, 'replace', RedirectStatusCode.SeeOther)
}
