import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import { z } from 'zod'
import type { Phone, Session } from './phones'
import type { Sdk } from './sdk'

// The code flow of a public client (RFC 8252). The browser carries the code, and the tokens stay here.

const clientId = 'recognize-app'
const scope = 'openid profile recognize recognize:client-states recognize:activate recognize:report'

const metadata = z.object({ authorization_endpoint: z.url(), token_endpoint: z.url() })
const tokens = z.object({ access_token: z.string(), id_token: z.string() })
const claims = z.looseObject({
  sub: z.string(),
  name: z.string().default('Somebody'),
  recognize_user_id: z.string().optional(),
})

const random = () => randomBytes(32).toString('base64url')
const apiOf = (portal: string) => `${portal}/api/v1`

export class SignIn {
  constructor(
    private readonly issuer: string,
    private readonly redirectUri: string,
    private readonly sdk: Sdk,
  ) {}

  /** The address of the sign-in. The provider asks even if it has an active session, because this is another device. */
  async begin(phone: Phone, portal: string): Promise<string> {
    const { authorization_endpoint } = await this.#metadata()
    phone.signIn = { state: random(), verifier: random(), portal }
    const { state, verifier } = phone.signIn
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: this.redirectUri,
      scope,
      resource: apiOf(portal),
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      prompt: 'login',
    })
    return `${authorization_endpoint}?${query}`
  }

  /** Ends the current sign-in and returns its portal. Undefined if there is none. */
  async finish(phone: Phone, answer: URLSearchParams): Promise<string | undefined> {
    const { signIn } = phone
    if (!signIn || answer.get('state') !== signIn.state) return undefined
    phone.signIn = null
    const code = answer.get('code')
    if (code === null)
      phone.notice = {
        tone: 'bad',
        title: 'You are not signed in',
        text: 'The sign-in was denied.',
      }
    else phone.session = await this.#session(code, signIn.verifier, signIn.portal)
    return signIn.portal
  }

  async #session(code: string, code_verifier: string, portal: string): Promise<Session> {
    const { token_endpoint } = await this.#metadata()
    const response = await fetch(token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        redirect_uri: this.redirectUri,
        resource: apiOf(portal),
        code,
        code_verifier,
      }),
    })
    const { access_token, id_token } = tokens.parse(await response.json())
    // The provider sends the token directly, and the phone only displays it. The signature doesn't matter here.
    const { sub, name, recognize_user_id } = claims.parse(decodeJwt(id_token))
    const userIds = recognize_user_id ? [recognize_user_id] : await this.sdk.userIdsOf(sub)
    return { accessToken: access_token, name, userIds }
  }

  async #metadata() {
    const response = await fetch(`${this.issuer}/.well-known/openid-configuration`)
    return metadata.parse(await response.json())
  }
}
