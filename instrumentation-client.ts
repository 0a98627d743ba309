// Runs before anything else in the browser. Only the portal's own chunks may be loaded at run time; HTML made from text
// is not allowed at all. The name `default` is the one that the Content Security Policy admits (decision 8).

import { leaveStalePage, PAGE_STAMP, stalePaths } from './lib/web/page-stamp'

type TrustedTypes = {
  createPolicy: (name: 'default', rules: { createScriptURL: (text: string) => string }) => unknown
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }

trustedTypes?.createPolicy('default', {
  createScriptURL(text) {
    const url = new URL(text, location.origin)
    const own = url.origin === location.origin && url.pathname.startsWith('/_next/static/')
    if (!own) throw new TypeError('a script from elsewhere was refused')
    return text
  },
})

// An open page knows for whom it was made, and says so with everything that its scripts ask for. The server refuses
// what the present person didn't ask for (decision 2).

const stampHere = () =>
  document.querySelector<HTMLElement>('[data-page-stamp]')?.dataset['pageStamp'] ?? ''

const pathHere = () => location.pathname

/** The form that was sent last, and the page that can show it again. */
let sent: { readonly form: FormData; readonly page: string } | null = null

addEventListener(
  'submit',
  ({ target, submitter }) => {
    if (target instanceof HTMLFormElement)
      sent = {
        form: new FormData(target, submitter),
        page: target.dataset['page'] ?? pathHere(),
      }
  },
  true,
)

const send = fetch
// The policy of the page lets scripts ask this portal alone, so every request may carry the stamp.
globalThis.fetch = async (input, init) => {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}))
  if (stampHere() !== '') headers.set(PAGE_STAMP, stampHere())
  const answer = await send(input, { ...init, headers })
  const isUnknown = answer.headers.get('x-nextjs-action-not-found') === '1'
  return isUnknown && leaveOlderPage(init?.body) ? new Promise<never>(() => undefined) : answer
}

/**
 * The portal doesn't have the action that this page asked for: an older one made the page, and nothing was done. A form
 * goes where it is kept. What only reads is read by the new page, unless the person is in the middle of something.
 */
function leaveOlderPage(body: unknown): boolean {
  if (body instanceof FormData && sent !== null) {
    postForm(leaveStalePage('older-page', sent.page), sent.form)
    return true
  }
  // While two portals answer in turn a page isn't loaded over and over.
  const isBusy = document.querySelector('dialog[open], :is(input, textarea, select):focus') !== null
  if (isBusy || performance.now() < 10_000) return false
  location.reload()
  return true
}

/** Sends a form as a browser without script does, so that a new document comes. */
function postForm(address: string, fields: FormData): void {
  const form = document.createElement('form')
  Object.assign(form, { action: address, method: 'post', enctype: 'multipart/form-data' })
  for (const [name, value] of fields) {
    const input = document.createElement('input')
    Object.assign(input, { type: 'hidden', name, value: String(value) })
    form.append(input)
  }
  document.body.append(form)
  form.submit()
}

/** Leaves when somebody else is signed in in this browser now. */
async function leaveOthersPage(): Promise<void> {
  if (stampHere() === '' || !navigator.onLine) return
  const answer = await send(stalePaths.stamp).catch(() => null)
  const stamp = answer?.ok ? await answer.text() : ''
  if (stamp === '' || stamp === stampHere()) return
  // What was sent from here may well have been done.
  location.replace(sent === null ? leaveStalePage('other-person', pathHere()) : pathHere())
}

addEventListener('focus', () => void leaveOthersPage())
addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void leaveOthersPage()
})

// Whoever signs out leaves nothing behind: not in other tabs, and not in a page that the browser has kept whole. The
// server says again what may be shown. Other tabs are told that a page was loaded, and for whom, by its stamp.
const tabs = new BroadcastChannel('portal')
const SIGNED_OUT = 'signed-out'
tabs.onmessage = ({ data }) => {
  if (data === SIGNED_OUT) location.reload()
  // The newest page may still be the older person's: the server knows.
  else if (data !== stampHere()) void leaveOthersPage()
}
tabs.postMessage(pathHere() === '/signed-out' ? SIGNED_OUT : stampHere())
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload()
})
