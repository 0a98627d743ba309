import { setTimeout as sleep } from 'node:timers/promises'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import type { Row } from '@/sandbox/rows'
import { backupRow, phoneRow, temporaryRow } from '../../builders/rows'
import type { Field } from '../../fixtures/forms'
import type { People, Person } from '../../fixtures/people'
import type { RecognizeControl } from '../../fixtures/sandbox-client'
import type { Figures } from './figures'
import { buttonFields, cleanUpAt, receiptAt, receiptsOn, removalFields, stateOn } from './pages'
import { PlainBrowser, type Page } from './plain-browser'
import type { RestartablePortal } from '../../setup/restartable-portal'
import type { Schedule, Step } from './schedule'

/** Where a schedule is carried out. */
export interface World {
  portal: RestartablePortal
  recognize: RecognizeControl
  people: People
  figures: Figures
}

/** A row of the stand-in, and what the portal calls it. */
export interface OwnRow {
  key: string
  deviceId: string
  type: NonNullable<Row['type']>
}

type StepOf<Kind extends Step['do']> = Extract<Step, { do: Kind }>

const reviewPath = (ids: readonly string[]) =>
  `/devices/clean-up/review?${new URLSearchParams(ids.map((id) => ['device', id]))}`
const removePath = (id: string) => `/devices/${id}/remove`

/** A person who carries out a schedule, and remembers what the portal answered. */
export class Visitor {
  /** The receipts that the portal led to, in that order. */
  readonly acknowledged = new Set<string>()
  readonly cleanUps = new Set<string>()
  /** The receipts, or the clean-up, that the person tried to undo, and the receipts that were then shown as undone. */
  readonly undoAsked = new Set<string>()
  readonly undone = new Set<string>()
  readonly revoked = new Set<string>()

  private constructor(
    readonly number: number,
    readonly schedule: Schedule,
    readonly person: Person,
    readonly rows: readonly OwnRow[],
    readonly browser: PlainBrowser,
    private readonly world: World,
  ) {}

  /** A new person with the devices of the schedule, signed in. */
  static async arrive(number: number, schedule: Schedule, world: World): Promise<Visitor> {
    const day = (place: number) => `2025-01-${String(place + 1).padStart(2, '0')}T09:00:00.000`
    const made: Row[] = []
    const person = await world.people.create({
      rows: (userId) => {
        const add = (count: number, build: typeof phoneRow) => {
          for (let i = 0; i < count; i++) made.push(build({ userId, createdAt: day(made.length) }))
        }
        add(schedule.phones, phoneRow)
        add(schedule.backups, backupRow)
        add(schedule.temporaries, temporaryRow)
        return made
      },
    })
    const rows = made.map(({ publicSigningKey: key, type = 'SDK' }) => ({
      key,
      deviceId: deviceIdOf(person.userId, key),
      type,
    }))
    const browser = await PlainBrowser.signedIn(world.portal, person.accountId)
    return new Visitor(number, schedule, person, rows, browser, world)
  }

  /** Carries the schedule out. Afterwards the service is in order again. */
  async live(): Promise<void> {
    for (const step of this.schedule.steps) {
      this.world.figures.count(step.do)
      await this.#take(step)
    }
    await this.world.recognize.clearFaults(this.person.userId)
  }

  async #take(step: Step): Promise<void> {
    const { recognize } = this.world
    const { userId } = this.person
    switch (step.do) {
      case 'look':
        await this.browser.open('/devices')
        return
      case 'remove':
        return this.#remove(step)
      case 'undo': {
        const receipt = [...this.acknowledged].at(-1 - step.which)
        return receipt === undefined ? undefined : this.#undo(receipt)
      }
      case 'clean-up':
        return this.#cleanUp(step)
      case 'fault':
        await recognize.setFault(userId, step.fault)
        return
      case 'clear-faults':
        await recognize.clearFaults(userId)
        return
      case 'revoke': {
        const { key } = this.#row(step.device)
        if (await recognize.revoke(userId, key)) this.revoked.add(key)
        return
      }
      case 'wait':
        await sleep(step.ms)
    }
  }

  async #remove(step: StepOf<'remove'>): Promise<void> {
    const path = removePath(this.#row(step.device).deviceId)
    const page = await this.browser.open(path)
    const fields = removalFields(page.html, step.reason, step.confirms)
    if (fields === null) return this.world.figures.count('no form')
    const other = step.twice === 'two-tabs' ? await this.browser.open(path) : page
    const otherReason = step.twice === 'two-tabs' ? step.otherReason : step.reason
    const otherFields = removalFields(other.html, otherReason, step.confirms)
    const [answer] = await Promise.all([
      this.#post(path, fields, step.insists),
      step.twice === 'no' || otherFields === null
        ? null
        : this.#post(path, otherFields, step.insists),
    ])
    const receipt = answer && receiptAt(answer.path)
    if (receipt && step.undoes) return this.#undo(receipt)
    const again = answer && !receipt && step.confirms && this.#confirmed(answer, step.reason)
    // The page knew of no warning, the server did, and now the form has a box to tick.
    if (again) await this.#post(path, again, step.insists)
  }

  #confirmed({ html }: Page, reason: string): Field[] | null {
    const fields = removalFields(html, reason, true)
    return fields?.some(([name]) => name === 'confirmed') ? fields : null
  }

  async #cleanUp(step: StepOf<'clean-up'>): Promise<void> {
    const clientStates = this.rows.filter(({ type }) => type !== 'SDK')
    const ids = clientStates.filter((_, place) => step.ticks[place]).map(({ deviceId }) => deviceId)
    if (ids.length === 0) return
    const path = reviewPath(ids)
    const page = await this.browser.open(path)
    // What can't be cleaned up leads back to the choice.
    const fields = page.path === path ? buttonFields(page.html, 'device') : null
    if (fields === null) return this.world.figures.count('no form')
    const answer = await this.#post(path, fields, step.insists)
    const cleanUp = answer && cleanUpAt(answer.path)
    const undo = answer && buttonFields(answer.html, 'cleanUp')
    if (!step.undoes || !cleanUp || !undo) return
    for (const receipt of receiptsOn(answer.html)) this.undoAsked.add(receipt)
    await this.#post(answer.path, undo, true)
  }

  async #undo(receipt: string): Promise<void> {
    const path = `/receipts/${receipt}`
    const page = await this.browser.open(path)
    const fields = buttonFields(page.html, 'receipt')
    if (fields === null) return
    this.undoAsked.add(receipt)
    const answer = await this.#post(path, fields, true)
    if (answer && stateOn(answer.html) === 'cancelled') this.undone.add(receipt)
  }

  /** Posts a form, once more when the portal died under it and the person insists; remembers where it led to. */
  async #post(path: string, fields: readonly Field[], insists: boolean): Promise<Page | null> {
    const { figures } = this.world
    figures.count('form')
    const answer = await this.browser.post(path, fields)
    if (answer === null) {
      figures.count('form cut off by a kill')
      return insists ? this.#post(path, fields, false) : null
    }
    const receipt = receiptAt(answer.path)
    const cleanUp = cleanUpAt(answer.path)
    if (receipt) this.acknowledged.add(receipt)
    if (cleanUp) {
      this.cleanUps.add(cleanUp)
      for (const part of receiptsOn(answer.html)) this.acknowledged.add(part)
    }
    return answer
  }

  #row(place: number): OwnRow {
    const row = this.rows[place % this.rows.length]
    if (row === undefined) throw new Error('everybody has a device')
    return row
  }
}
