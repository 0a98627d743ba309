import { z } from 'zod'
import { castAt } from '../cast'
import { localDateTime, publicSigningKeyFrom, type Row } from '../rows'
import { statesTypeSchema, type StatesType } from '../settings'

/** The time until a new row is listed: a number of list calls, or a duration. */
export const listedAfterSchema = z.union([
  z.strictObject({ lists: z.int().positive() }),
  z.strictObject({ ms: z.int().positive() }),
])

export type ListedAfter = z.infer<typeof listedAfterSchema>

export const personSchema = z.strictObject({
  externalUserIds: z.array(z.string().min(1)).default([]),
  /** Any JSON, so that tests can make the service answer strangely. */
  rows: z.array(z.unknown()),
  /** Left out, the kinds of this person's rows are stated as everybody's are. */
  statesType: statesTypeSchema.nullable().exactOptional(),
  listsDeleted: z.boolean().default(false),
  secondDelete: z.union([z.literal(404), z.literal(200)]).default(404),
  /** Applies to every row that the SDK adds later. */
  listedAfter: listedAfterSchema.nullable().default(null),
})

export const statesTypeSwitch = z.strictObject({ statesType: statesTypeSchema.nullable() })

type PersonSettings = z.infer<typeof personSchema>

interface Person extends Omit<PersonSettings, 'externalUserIds'> {
  deletedKeys: Set<string>
  /** Keys with a confirmed deletion that is not done yet. The number is the list calls that still show them. */
  lingering: Map<string, number>
  /** Keys of rows that are not listed yet, with the list calls left or the time of the listing. */
  unlisted: Map<string, { lists: number } | { from: number }>
}

type JsonRecord = Record<string, unknown>

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const keyOf = (row: unknown) => (isRecord(row) ? row['publicSigningKey'] : undefined)

function statedRow(row: unknown, statesType: StatesType | null): unknown {
  if (!isRecord(row) || !('type' in row)) return row
  const { type, ...rest } = row
  return statesType === null ? rest : { ...rest, [statesType]: type }
}

/** The whole state of the stand-in, separate for each person so that tests can run in parallel. */
export class People {
  readonly #people = new Map<string, Person>()
  readonly #externalUsers = new Map<string, Set<string>>()
  #statesType: StatesType | null

  /** `statesType` is the field that states the kinds, null for none; until {@link stateTypes} changes it. */
  constructor(private readonly statesType: StatesType | null) {
    this.#statesType = statesType
    this.reset()
  }

  /** Changes how kinds are stated, for everybody who has no setting of their own. */
  stateTypes(statesType: StatesType | null): void {
    this.#statesType = statesType
  }

  reset(): void {
    this.#statesType = this.statesType
    this.#people.clear()
    this.#externalUsers.clear()
    for (const { sub, recognize } of castAt(new Date())) {
      if (!recognize) continue
      const { userId, rows, isKindKnown } = recognize
      const unknown = isKindKnown ? {} : { statesType: null }
      this.put(userId, personSchema.parse({ externalUserIds: [sub], rows, ...unknown }))
    }
  }

  put(userId: string, { externalUserIds, ...settings }: PersonSettings): void {
    this.remove(userId)
    this.#people.set(userId, {
      ...settings,
      deletedKeys: new Set(),
      lingering: new Map(),
      unlisted: new Map(),
    })
    for (const externalUserId of externalUserIds) this.#userIdsOf(externalUserId).add(userId)
  }

  get(userId: string): PersonSettings | undefined {
    const person = this.#people.get(userId)
    if (!person) return undefined
    const { rows, statesType, listsDeleted, secondDelete, listedAfter } = person
    const own = statesType === undefined ? {} : { statesType }
    const externalUserIds = [...this.#externalUsers]
      .filter(([, userIds]) => userIds.has(userId))
      .map(([externalUserId]) => externalUserId)
    return { externalUserIds, rows, ...own, listsDeleted, secondDelete, listedAfter }
  }

  remove(userId: string): boolean {
    for (const userIds of this.#externalUsers.values()) userIds.delete(userId)
    return this.#people.delete(userId)
  }

  mapExternalUser(externalUserId: string, userIds: string[]): void {
    this.#externalUsers.set(externalUserId.toLowerCase(), new Set(userIds))
  }

  #userIdsOf(externalUserId: string): Set<string> {
    const key = externalUserId.toLowerCase()
    const userIds = this.#externalUsers.get(key) ?? new Set<string>()
    this.#externalUsers.set(key, userIds)
    return userIds
  }

  lookUp(externalUserId: string): JsonRecord[] {
    const userIds = this.#externalUsers.get(externalUserId.toLowerCase()) ?? []
    return [...userIds].map((userId) => ({
      userId,
      biometricPublicSigningKey: publicSigningKeyFrom(`biometric ${userId}`),
      createdAt: '2024-06-01T08:00:00.000',
      updatedAt: '2025-01-15T09:00:00.000',
    }))
  }

  listDevices(userId: string): unknown[] | undefined {
    const person = this.#people.get(userId)
    if (!person) return undefined
    const late = this.#stillUnlisted(person)
    const { statesType = this.#statesType } = person
    const stated = person.rows
      .filter((row) => !late.has(keyOf(row)))
      .map((row) => statedRow(row, statesType))
    for (const [key, listsLeft] of person.lingering) {
      if (listsLeft > 1) person.lingering.set(key, listsLeft - 1)
      else this.#drop(person, key)
    }
    return stated
  }

  #stillUnlisted({ unlisted }: Person): Set<unknown> {
    const late = new Set<unknown>()
    for (const [key, wait] of unlisted) {
      const isOver = 'lists' in wait ? wait.lists === 0 : wait.from <= Date.now()
      if (isOver) unlisted.delete(key)
      else late.add(key)
      if ('lists' in wait) wait.lists -= 1
    }
    return late
  }

  /** Adds a row, like the SDK on a phone. The row counts at once, even before it is listed. */
  addRow(row: Row, listedAfter?: ListedAfter): void {
    const person = this.#people.get(row.userId)
    if (!person) return
    person.rows = [...person.rows, row]
    const wait = listedAfter ?? person.listedAfter
    if (wait)
      person.unlisted.set(
        row.publicSigningKey,
        'ms' in wait ? { from: Date.now() + wait.ms } : { lists: wait.lists },
      )
  }

  /** The valid rows that take a place. */
  liveRows(userId: string): JsonRecord[] {
    const rows = this.#people.get(userId)?.rows ?? []
    return rows.filter(isRecord).filter((row) => row['state'] !== 'DELETED')
  }

  /** Returns the status that the service gives. `lingersFor` is the number of list calls that still show the row. */
  deleteDevice(userId: string, key: string, lingersFor = 0): 200 | 404 {
    const person = this.#people.get(userId)
    if (!person) return 404
    const row = person.rows.find((candidate) => keyOf(candidate) === key)
    const isDeleted = isRecord(row) && row['state'] === 'DELETED'
    if (row === undefined || isDeleted) {
      return isDeleted || person.deletedKeys.has(key) ? person.secondDelete : 404
    }
    if (lingersFor === 0) this.#drop(person, key)
    else if (!person.lingering.has(key)) person.lingering.set(key, lingersFor)
    return 200
  }

  /** Removes a binding on the device's own request. Returns whether there was one. */
  revoke(userId: string, key: string): boolean {
    const person = this.#people.get(userId)
    if (!person?.rows.some((row) => keyOf(row) === key)) return false
    this.#drop(person, key)
    return true
  }

  /** Carries out all delayed deletions. */
  settle(userId: string): void {
    const person = this.#people.get(userId)
    for (const key of person?.lingering.keys() ?? []) if (person) this.#drop(person, key)
  }

  #drop(person: Person, key: string): void {
    const deletedAt = localDateTime(new Date())
    person.rows = person.rows.flatMap((row) => {
      if (keyOf(row) !== key || !isRecord(row)) return [row]
      return person.listsDeleted ? [{ ...row, state: 'DELETED', deletedAt }] : []
    })
    person.deletedKeys.add(key)
    person.lingering.delete(key)
  }
}
