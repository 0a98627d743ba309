import { request as http, type APIRequestContext, type APIResponse } from '@playwright/test'
import type { Field } from '../../fixtures/forms'
import { signInOverHttp } from '../../fixtures/sign-in'
import type { RestartablePortal } from '../../setup/restartable-portal'

/** A page as it arrived, after the redirects that led there. */
export interface Page {
  path: string
  status: number
  html: string
}

/** An answer that took its time. */
export interface Slowest {
  ms: number
  what: string
}

const RETRIES = 6
const MOST_REDIRECTS = 5

/** A browser without script: cookies, pages, posted forms. It outlives the portal it talks to. */
export class PlainBrowser {
  /** Answers that a person must never get, whatever the service does. */
  readonly wrongAnswers: string[] = []
  /** Answers by which the portal says that it failed, and when they came. */
  readonly failures: { path: string; at: number }[] = []
  slowestPage: Slowest = { ms: 0, what: '' }
  slowestForm: Slowest = { ms: 0, what: '' }
  /** Requests that ended without an answer, because the portal was killed. */
  cutOff = 0
  /** Forms that a redirect told the browser to post once more, to the page it led to. */
  repeatedForms = 0

  private constructor(
    private readonly request: APIRequestContext,
    private readonly portal: RestartablePortal,
  ) {}

  /** A browser in which this person has signed in; tried again when the portal dies meanwhile. */
  static async signedIn(portal: RestartablePortal, accountId: string): Promise<PlainBrowser> {
    for (;;) {
      const kills = portal.kills
      // A kept connection could break in the very moment it is used again, and look like a dead portal.
      const request = await http.newContext({
        extraHTTPHeaders: { connection: 'close', 'accept-encoding': 'identity' },
      })
      try {
        await portal.whenUp()
        const end = await signInOverHttp(request, portal.url, accountId)
        if (new URL(end).pathname !== '/devices') throw new Error(`the sign-in leads to ${end}`)
        return new PlainBrowser(request, portal)
      } catch (error) {
        await request.dispose()
        if (portal.kills === kills) throw error
      }
    }
  }

  /** A page; asked for again when the portal died under it. */
  async open(path: string): Promise<Page> {
    for (let attempt = 1; ; attempt++) {
      const page = await this.#follow('GET', path)
      if (page !== null) return page
      if (attempt === RETRIES) throw new Error(`the portal died under ${path} ${RETRIES} times`)
    }
  }

  /** What a form posted from a page leads to; null when the portal died and nobody knows what became of it. */
  post(path: string, fields: readonly Field[]): Promise<Page | null> {
    return this.#follow('POST', path, fields)
  }

  close(): Promise<void> {
    return this.request.dispose()
  }

  async #follow(method: 'GET' | 'POST', path: string, fields?: readonly Field[]) {
    let next = path
    let sent = fields
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const answer = await this.#ask(next, sent)
      // The portal took the form and said so; where it led to can be asked for once it is up again.
      if (answer === null && method === 'POST' && sent === undefined) return this.open(next)
      if (answer === null) return null
      const { location, page } = answer
      if (location === null) return page
      const url = new URL(location, `${this.portal.url}${next}`)
      if (url.pathname === '/') this.wrongAnswers.push(`${path} leads to the sign-in`)
      next = `${url.pathname}${url.search}`
      if (page.status === 303) sent = undefined
      else if (sent !== undefined) this.repeatedForms++
    }
    throw new Error(`${path} redirects without end`)
  }

  async #ask(path: string, fields?: readonly Field[]) {
    const { kills, isDown } = this.portal
    const startedAt = performance.now()
    try {
      const response = await this.#send(path, fields)
      const html = await response.text()
      const { location = null } = response.headers() as { location?: string }
      const page: Page = { path, status: response.status(), html }
      await response.dispose()
      if (page.status === 500) this.failures.push({ path, at: Date.now() })
      else if (![200, 303, 307, 404].includes(page.status))
        this.wrongAnswers.push(`${path} is answered by ${page.status}`)
      this.#measure(fields === undefined, { ms: performance.now() - startedAt, what: path })
      return { page, location }
    } catch (error) {
      this.cutOff++
      if (!isDown && this.portal.kills === kills)
        this.wrongAnswers.push(`${path} got no answer: ${String(error).split('\n', 1)}`)
      await this.portal.whenUp()
      return null
    }
  }

  #send(path: string, fields?: readonly Field[]): Promise<APIResponse> {
    const url = `${this.portal.url}${path}`
    const options = { maxRedirects: 0, timeout: 45_000 }
    if (fields === undefined) return this.request.get(url, options)
    const form = new FormData()
    for (const [name, value] of fields) form.append(name, value)
    const headers = { origin: this.portal.url }
    return this.request.post(url, { ...options, multipart: form, headers })
  }

  #measure(isPage: boolean, { ms, what }: Slowest): void {
    const answer = { ms: Math.round(ms), what }
    if (isPage && ms > this.slowestPage.ms) this.slowestPage = answer
    if (!isPage && ms > this.slowestForm.ms) this.slowestForm = answer
  }
}
