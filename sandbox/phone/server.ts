import { randomBytes } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { readText, sendHtml } from '../http/message'
import { App } from './app'
import { homePage, linkPage, messagePage, portalsPage } from './pages'
import { Phones, type Phone } from './phones'
import type { Sdk, PhoneRow } from './sdk'
import type { SignIn } from './sign-in'

export interface PhoneParts {
  /** The only address of the phone. The cookie and the sign-in both depend on it. */
  url: string
  portalUrls: string[]
  sdk: Sdk
  signIn: SignIn
}

interface Visit {
  phone: Phone
  portal: string
  form: URLSearchParams
}

type Step = (app: App, form: URLSearchParams) => Promise<void> | void

const steps: Record<string, Step> = {
  open: (app, form) => app.open(form.get('code') ?? ''),
  code: (app, form) => app.take(form.get('code') ?? ''),
  drop: (app) => app.drop(),
  stop: (app) => app.stop(),
  redeem: (app) => app.redeem(),
  selfie: (app, form) => app.takeSelfie(form.get('outcome') ?? '', form.get('errorModel') ?? ''),
  state: (app, form) => app.makeState(form.get('type') === 'BACKUP' ? 'BACKUP' : 'TEMPORARY'),
  try: (app) => app.tryOnce(),
  be: (app, form) => app.be(form.get('key') ?? ''),
  reset: (app) => app.reset(),
  'sign-out': (app) => app.signOut(),
}

const portOf = (url: string) => {
  const { port, protocol } = new URL(url)
  return port || (protocol === 'https:' ? '443' : '80')
}

const goTo = (response: ServerResponse, location: string, status = 303) =>
  response.writeHead(status, { location, 'cache-control': 'no-store' }).end()

export function phoneServer({ url, portalUrls, sdk, signIn }: PhoneParts): RequestListener {
  const phones = new Phones()
  const portals = new Map(portalUrls.map((portal) => [portOf(portal), portal]))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', url)
    // The browser keeps the fragment through a redirect, and the fragment contains the code.
    if (request.headers.host !== new URL(url).host)
      return goTo(response, `${url}${pathname}${search}`, 307)
    if (request.method === 'POST' && request.headers.origin !== url)
      return sendHtml(response, 403, messagePage('Not from here', 'Another page sent this form.'))
    if (pathname === '/') return start(response)

    const phone = phones.of(request, response)
    if (pathname === '/signed-in') {
      const portal = await signIn.finish(phone, searchParams)
      return goTo(response, portal === undefined ? '/' : `/p/${portOf(portal)}/`)
    }
    const [, port = '', page = ''] = /^\/p\/(\d+)\/([a-z-]*)$/.exec(pathname) ?? []
    const portal = portals.get(port)
    if (portal === undefined) return notFound(response)
    if (request.method !== 'POST') return show(response, page, phone, portal)
    const form = new URLSearchParams(await readText(request))
    return take(response, page, { phone, portal, form })
  }

  function start(response: ServerResponse) {
    const [only, ...others] = portals.keys()
    if (only !== undefined && others.length === 0) return goTo(response, `/p/${only}/`)
    return sendHtml(response, 200, portalsPage(portals))
  }

  async function show(response: ServerResponse, page: string, phone: Phone, portal: string) {
    if (page === 'activate') {
      const nonce = randomBytes(16).toString('base64')
      response.setHeader('content-security-policy', `script-src 'nonce-${nonce}'`)
      return sendHtml(response, 200, linkPage(nonce))
    }
    if (page !== '') return notFound(response)
    return sendHtml(response, 200, homePage({ phone, portal, phones: await phonesFor(phone) }))
  }

  async function phonesFor({ session, ownKey }: Phone): Promise<PhoneRow[]> {
    if (!session || ownKey) return []
    return (await Promise.all(session.userIds.map((userId) => sdk.phonesOf(userId)))).flat()
  }

  async function take(response: ServerResponse, page: string, { phone, portal, form }: Visit) {
    if (page === 'sign-in') return goTo(response, await signIn.begin(phone, portal))
    const step = Object.hasOwn(steps, page) ? steps[page] : undefined
    if (!step) return notFound(response)
    await new App(phone, portal, sdk).do((app) => step(app, form))
    return goTo(response, `/p/${portOf(portal)}/`)
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      // Logs only the name, because the message may contain a code or a client state.
      console.error(`The phone failed: ${error instanceof Error ? error.name : 'unknown'}`)
      if (!response.headersSent)
        sendHtml(response, 500, messagePage('The phone failed', 'Something answered oddly.'))
    })
  }
}

function notFound(response: ServerResponse) {
  return sendHtml(response, 404, messagePage('Nothing here', 'The phone knows no such page.'))
}
