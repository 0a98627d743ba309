import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { ENVIRONMENT } from '../../builders/environment'

export type Claims = Record<string, unknown>

/** What the stub answers instead of what it should. */
export type Ailment =
  'none' | 'discovery-500' | 'keys-500' | 'keys-html' | 'introspection-500' | 'introspection-html'

interface SigningKey {
  kid: string
  privateKey: CryptoKey
  publicJwk: JWK
}

export async function newKey(kid: string = randomUUID()): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }
  return { kid, privateKey, publicJwk }
}

/** A provider that says whatever a test wants: the stand-in of the sandbox tells no lies about access tokens. */
export class OpenIdStub {
  ailment: Ailment = 'none'
  key: SigningKey
  /** What it says of tokens that aren't readable, by token. */
  readonly opaque = new Map<string, Claims>()
  /** The credentials that it was asked about tokens with. */
  readonly askedAs: (string | undefined)[] = []

  private constructor(
    readonly issuer: string,
    key: SigningKey,
    readonly stop: () => Promise<void>,
  ) {
    this.key = key
  }

  static async start(): Promise<OpenIdStub> {
    const server = createServer((request, response) => {
      void stub.#answer(request).then(([status, body]) => {
        response.writeHead(status, { 'Content-Type': 'application/json' })
        response.end(typeof body === 'string' ? body : JSON.stringify(body))
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
    const stop = async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
    const stub = new OpenIdStub(issuer, await newKey(), stop)
    return stub
  }

  async #answer(request: IncomingMessage): Promise<[number, unknown]> {
    const body = await textOf(request)
    switch (request.url) {
      case '/.well-known/openid-configuration':
        if (this.ailment === 'discovery-500') return [500, {}]
        return [
          200,
          {
            issuer: this.issuer,
            jwks_uri: `${this.issuer}/jwks`,
            introspection_endpoint: `${this.issuer}/introspection`,
          },
        ]
      case '/jwks':
        if (this.ailment === 'keys-500') return [500, {}]
        if (this.ailment === 'keys-html') return [200, '<html>']
        return [200, { keys: [this.key.publicJwk] }]
      case '/introspection': {
        this.askedAs.push(request.headers.authorization)
        if (this.ailment === 'introspection-500') return [500, {}]
        if (this.ailment === 'introspection-html') return [200, '<html>']
        const token = new URLSearchParams(body).get('token') ?? ''
        return [200, this.opaque.get(token) ?? { active: false }]
      }
      default:
        return [404, {}]
    }
  }

  /** The claims of a good access token of a person, with `changes`; undefined leaves a claim out. */
  claims(subject: string, changes: Claims = {}): Claims {
    const seconds = Math.floor(Date.now() / 1000)
    const given = {
      iss: this.issuer,
      sub: subject,
      aud: `${ENVIRONMENT.AUTH_URL}/api/v1`,
      client_id: 'recognize-app',
      scope: 'recognize:client-states recognize:activate recognize:report',
      iat: seconds,
      exp: seconds + 300,
      ...changes,
    }
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  }

  /** A JWT, good unless changed. */
  async jwt(subject: string, changes: Claims = {}, header: Claims = {}): Promise<string> {
    return new SignJWT(this.claims(subject, changes))
      .setProtectedHeader({ alg: 'ES256', kid: this.key.kid, typ: 'at+jwt', ...header })
      .sign(this.key.privateKey)
  }

  /** A token that only the stub can read. */
  opaqueToken(subject: string, changes: Claims = {}): string {
    const token = `opaque-${randomUUID()}`
    this.opaque.set(token, { active: true, ...this.claims(subject, changes) })
    return token
  }
}
