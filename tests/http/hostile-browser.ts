import type { APIRequestContext, APIResponse } from '@playwright/test'
import { formWith, hiddenFields, type Field } from '../fixtures/forms'

const AFRESH = { maxRetries: 2 }
const forms = new Map<string, Field[]>()

/** A browser without script that goes the way of a sign-in step by step, and wherever it leads. */
export class HostileBrowser {
  constructor(
    readonly request: APIRequestContext,
    readonly portal: string,
  ) {}

  /** Posts the form of the start page, with these fields and to this address beside its own. */
  async begin(fields: Record<string, string> = {}, search = ''): Promise<APIResponse> {
    const known = forms.get(this.portal) ?? (await this.#readForm())
    forms.set(this.portal, known)
    return this.request.post(`${this.portal}/${search}`, {
      multipart: { ...Object.fromEntries(known), ...fields },
      headers: { origin: this.portal },
      maxRedirects: 0,
      ...AFRESH,
    })
  }

  async #readForm(): Promise<Field[]> {
    const html = await (await this.request.get(`${this.portal}/`, AFRESH)).text()
    const form = formWith(html, 'name="return"')
    if (form === undefined) throw new Error(`There is no form to sign in with in ${html}`)
    return hiddenFields(form)
  }

  /**
   * Begins a sign-in and answers the provider; gives the address in the portal that the provider leads back to, without
   * asking for it. Where the sign-in doesn't get to the provider: the address that it leads to instead.
   */
  async untilWayBack(form: Record<string, string>): Promise<string> {
    return this.answer(locationOf(await this.begin()), form)
  }

  /** The same for a sign-in that was begun before, as in another tab. */
  async answer(begun: URL, form: Record<string, string>): Promise<string> {
    for (let next = begun; ;) {
      if (next.origin === this.portal) return next.href
      let answer = await this.request.get(next.href, { maxRedirects: 0, ...AFRESH })
      if (answer.status() === 200)
        answer = await this.request.post(answer.url(), { form, maxRedirects: 0 })
      next = locationOf(answer)
    }
  }

  /** Opens the way back; gives where that leads. */
  async comeBack(wayBack: string): Promise<URL> {
    const url = new URL(wayBack)
    if (!url.pathname.startsWith('/api/')) return url
    return locationOf(await this.request.get(wayBack, { maxRedirects: 0 }))
  }

  /** The whole way. */
  async signIn(accountId: string): Promise<URL> {
    return this.comeBack(await this.untilWayBack({ accountId }))
  }

  async cookieNames(): Promise<string[]> {
    return (await this.#cookies()).map(({ name }) => name)
  }

  /** How long the header is in which the browser sends the portal's cookies. */
  async cookieLength(): Promise<number> {
    const pairs = (await this.#cookies()).filter(({ name }) => name.startsWith('portal.'))
    return pairs.map(({ name, value }) => `${name}=${value}`).join('; ').length
  }

  async #cookies() {
    return (await this.request.storageState()).cookies
  }
}

export function locationOf(response: APIResponse): URL {
  const location = response.headers()['location']
  if (location === undefined)
    throw new Error(`${response.url()} answers ${response.status()} and leads nowhere`)
  return new URL(location, response.url())
}
