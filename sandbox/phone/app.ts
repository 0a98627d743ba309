import {
  errorModels,
  isSelfieFailure,
  reportedError,
  selfieFailures,
  type ErrorModel,
} from './errors'
import type { Notice, OwnKey, Phone, Redeemed } from './phones'
import { PortalApi, Refused, type Report } from './portal-api'
import { description, type Sdk } from './sdk'

const good = (title: string, text: string): Notice => ({ tone: 'good', title, text })
const bad = (title: string, text: string): Notice => ({ tone: 'bad', title, text })

/** The organisation's app, with one phone and one portal. It leaves a notice when there is something to report. */
export class App {
  readonly #api: PortalApi

  constructor(
    private readonly phone: Phone,
    portal: string,
    private readonly sdk: Sdk,
  ) {
    this.#api = new PortalApi(portal, phone.session)
  }

  /** Runs one step. A refusal of the portal becomes a notice in the portal's words. */
  async do(step: (app: App) => Promise<void> | void): Promise<void> {
    const { phone } = this
    phone.notice = null
    try {
      await step(this)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      phone.notice = error.notice
      if (error.status === 401) phone.session = null
      if (error.status === 404) phone.code = null
    }
  }

  /** Follows a link. The portal hears of it, and its answer doesn't depend on the code. */
  async open(code: string): Promise<void> {
    this.take(code)
    await this.#api.opened(code)
  }

  take(code: string): void {
    this.phone.code = code
    this.phone.redeemed = null
  }

  drop(): void {
    this.phone.code = null
  }

  /** Stops without a report, so the portal hears nothing more from this phone. */
  stop(): void {
    this.phone.redeemed = null
  }

  async redeem(): Promise<void> {
    const { code } = this.phone
    if (code === null) return
    const given = await this.#api.redeem(code)
    this.phone.code = null
    const clientState = given.clientState ?? null
    this.phone.redeemed = { ...given, clientState, isCameraOn: false, errorModel: 'NATIVE' }
    if (given.purpose === 'MAKE_STATE' && !this.phone.ownKey) return
    await this.#turnCameraOn(this.phone.redeemed)
  }

  async #turnCameraOn(redeemed: Redeemed): Promise<void> {
    if (redeemed.isCameraOn) return
    redeemed.isCameraOn = true
    await this.#report({ event: 'FACE_CHECK_STARTED' })
  }

  async takeSelfie(outcome: string, model: string): Promise<void> {
    const { redeemed } = this.phone
    if (!redeemed) return
    redeemed.errorModel = errorModels.find((known) => known === model) ?? 'NATIVE'
    await this.#turnCameraOn(redeemed)
    if (isSelfieFailure(outcome)) return this.#fail(selfieFailures[outcome].errorCode)
    await (redeemed.purpose === 'BIND'
      ? this.#bind(redeemed, outcome === 'silent')
      : this.#makeStateFor(redeemed))
  }

  async #fail(nativeCode: number): Promise<void> {
    const { redeemed } = this.phone
    if (redeemed) redeemed.isCameraOn = false
    const model: ErrorModel = redeemed?.errorModel ?? 'NATIVE'
    const words = await this.#report({ event: 'FAILED', ...reportedError(nativeCode, model) })
    this.phone.notice = words ?? bad('That didn’t work', `The SDK gave up with ${nativeCode}.`)
  }

  async #bind(redeemed: Redeemed, isSilent: boolean): Promise<void> {
    const { userId, clientState, operationId } = redeemed
    if (this.phone.ownKey) return this.#fail(selfieFailures['set-up-before'].errorCode)
    const bound = await this.sdk.bind(userId, clientState ?? '', operationId)
    if ('sdkErrorCode' in bound) return this.#fail(bound.sdkErrorCode)
    const { publicSigningKey } = bound
    this.phone.ownKey = { userId, publicSigningKey, description }
    try {
      if (isSilent) return
      await this.#report({ event: 'FACE_CHECK_PASSED' })
      await this.#report({ event: 'BOUND', publicSigningKey })
    } finally {
      this.phone.redeemed = null
    }
    this.phone.notice = good(
      'This phone is set up',
      'Compare the fingerprint below with the one that the portal shows.',
    )
  }

  async #makeStateFor({ userId, activationId }: Redeemed): Promise<void> {
    if (!this.phone.ownKey) return
    const made = await this.sdk.generateClientState(userId, 'TEMPORARY')
    if ('sdkErrorCode' in made) return this.#fail(made.sdkErrorCode)
    await this.#report({ event: 'FACE_CHECK_PASSED' })
    await this.#api.upload({ ...made, clientStateType: 'TEMPORARY', userId, activationId })
    this.phone.redeemed = null
    this.phone.notice = good('Done on this phone', 'Go on in the portal to set up the new phone.')
  }

  async makeState(clientStateType: 'BACKUP' | 'TEMPORARY'): Promise<void> {
    const { ownKey } = this.phone
    if (!ownKey) return
    const { userId } = ownKey
    const made = await this.sdk.generateClientState(userId, clientStateType)
    if ('sdkErrorCode' in made) {
      this.phone.notice = bad('The SDK refused', `Error code ${made.sdkErrorCode}.`)
      return
    }
    await this.#api.upload({ ...made, clientStateType, userId })
    this.phone.notice =
      clientStateType === 'BACKUP'
        ? good('The backup is stored', 'The portal keeps it until a phone needs it.')
        : good('The temporary state is stored', 'The portal keeps it for a short time.')
  }

  /** The next start of the app: the SDK checks whether the service still knows this phone, and the app reports it. */
  async tryOnce(): Promise<void> {
    const { ownKey } = this.phone
    if (!ownKey) return
    if (!(await this.#isKnown(ownKey))) {
      this.phone.notice = bad('This phone was removed', 'Error code 535: set it up again.')
      return
    }
    await this.#api.reportDevice(ownKey.publicSigningKey, ownKey.userId)
    this.phone.notice = good('It works', 'The portal knows that this phone was used just now.')
  }

  async #isKnown({ userId, publicSigningKey }: OwnKey): Promise<boolean> {
    const rows = await this.sdk.phonesOf(userId)
    return rows.some((row) => row.publicSigningKey === publicSigningKey)
  }

  async be(publicSigningKey: string): Promise<void> {
    for (const userId of this.phone.session?.userIds ?? []) {
      const row = (await this.sdk.phonesOf(userId)).find(
        (candidate) => candidate.publicSigningKey === publicSigningKey,
      )
      if (row) this.phone.ownKey = { userId, publicSigningKey, description: row.osVersion }
    }
  }

  /** Like the SDK's reset, this tells the service nothing. */
  reset(): void {
    Object.assign(this.phone, { ownKey: null, redeemed: null, code: null })
    this.phone.notice = good('This phone is empty', 'The service still lists what it was before.')
  }

  signOut(): void {
    Object.assign(this.phone, { session: null, redeemed: null })
  }

  #report(report: Report): Promise<Notice | null> {
    const { redeemed } = this.phone
    return redeemed ? this.#api.report(redeemed.activationId, report) : Promise.resolve(null)
  }
}
