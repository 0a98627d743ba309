import 'server-only'
import { getRedirectError } from 'next/dist/client/components/redirect'
import { RedirectStatusCode } from 'next/dist/client/components/redirect-status-code'

/** Redirects with status 303: after the framework’s 307 a form posted without script would be posted again. */
export function redirect303(path: string): never {
  throw getRedirectError(path, 'replace', RedirectStatusCode.SeeOther)
}
