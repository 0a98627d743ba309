import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ErrorModel } from './errors'

/** A message of the phone, shown until the next event. */
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

/** The result of a redeemed code, from the portal's API. */
export interface Redeemed {
  activationId: string | number
  purpose: 'BIND' | 'MAKE_STATE'
  userId: string
  operationId: string
  clientState: string | null
  /** Whether the portal knows that the camera is on. */
  isCameraOn: boolean
  errorModel: ErrorModel
}

export interface SignInUnderWay {
  state: string
  verifier: string
  portal: string
}

/** One phone with the organisation's app. The end of the process deletes everything. */
export interface Phone {
  session: Session | null
  signIn: SignInUnderWay | null
  code: string | null
  redeemed: Redeemed | null
  ownKey: OwnKey | null
  notice: Notice | null
}

// Browsers share cookies across ports, so this name is unique in the sandbox.
const cookieName = 'sandbox_phone'

/** The phones, one for each browser. */
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
