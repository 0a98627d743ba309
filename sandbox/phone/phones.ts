import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** What the phone has to say until something else happens. */
export interface Notice {
  tone: 'good' | 'bad'
  title: string
  text: string
}

export interface Session {
  accessToken: string
  name: string
  /** The person's identities at Recognize. */
  userIds: string[]
}

/** A key that the SDK keeps on this phone. */
export interface OwnKey {
  userId: string
  publicSigningKey: string
  description: string
}

/** What the portal's API gave for a code. */
export interface Redeemed {
  activationId: string | number
  purpose: 'BIND' | 'MAKE_STATE'
  userId: string
  operationId: string
  clientState: string | null
  /** The portal knows that the camera is on. */
  isCameraOn: boolean
}

export interface SignInUnderWay {
  state: string
  verifier: string
  portal: string
}

/** One phone with the organisation's app. Everything is forgotten when the process ends. */
export interface Phone {
  session: Session | null
  signIn: SignInUnderWay | null
  code: string | null
  redeemed: Redeemed | null
  ownKey: OwnKey | null
  notice: Notice | null
}

// Cookies ignore ports: named so that no other part of the sandbox has it.
const cookieName = 'sandbox_phone'

/** Each browser is a phone of its own. */
export class Phones {
  readonly #phones = new Map<string, Phone>()

  of(request: IncomingMessage, response: ServerResponse): Phone {
    const id = new RegExp(`(?:^|; )${cookieName}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1]
    const known = this.#phones.get(id ?? '')
    if (known) return known
    const phone: Phone = {
      session: null,
      signIn: null,
      code: null,
      redeemed: null,
      ownKey: null,
      notice: null,
    }
    const newId = randomBytes(16).toString('base64url')
    this.#phones.set(newId, phone)
    response.setHeader('set-cookie', `${cookieName}=${newId}; Path=/; HttpOnly; SameSite=Lax`)
    return phone
  }
}
