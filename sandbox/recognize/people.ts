import { z } from 'zod'
import { castAt } from '../cast'
import { localDateTime, publicSigningKeyFrom, type Row } from '../rows'

/** How long a new row is kept out of the list: for so many list calls, or for a time. */
export const listedAfterSchema = z.union([
  z.strictObject({ lists: z.int().positive() }),
  z.strictObject({ ms: z.int().positive() }),
])

export type ListedAfter = z.infer<typeof listedAfterSchema>

export const personSchema = z.strictObject({
  externalUserIds: z.array(z.string().min(1)).default([]),
  /** Any JSON at all, so that tests can make the service answer oddly. */
  rows: z.array(z.unknown()),
  statesType: z.enum(['type', 'deviceType', 'clientStateType']).nullable().default('type'),
  listsDeleted: z.boolean().default(false),
  secondDelete: z.union([z.literal(404), z.literal(200)]).default(404),
  /** For every row that the SDK adds from now on. */
  listedAfter: listedAfterSchema.nullable().default(null),
})

type PersonSettings = z.infer<typeof personSchema>

interface Person extends Omit<PersonSettings, 'externalUserIds'> {
  deletedKeys: Set<string>
  /** Keys whose deletion was confirmed but not done yet, with the list calls left to show them. */
  lingering: Map<string, number>
  /** Keys of rows that are not in the list yet, with the list calls left or the time from which they are. */
  unlisted: Map<string, { lists: number } | { from: number }>
}

type JsonRecord = Record<string, unknown>

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const keyOf = (row: unknown) => (isRecord(row) ? row['publicSigningKey'] : undefined)

function statedRow(row: unknown, statesType: Person['statesType']): unknown {
  if (!isRecord(row) || !('type' in row)) return row
  const { type, ...rest } = row
  return statesType === null ? rest : { ...rest, [statesType]: type }
}

/** Everything the stand-in knows, kept apart by person so that tests may run in parallel. */
export class People {
  readonly #people = new Map<string, Person>()
  readonly #externalUsers = new Map<string, Set<string>>()

  constructor() {
    this.reset()
  }

  reset(): void {
    this.#people.clear()
    this.#externalUsers.clear()
    for (const { sub, recognize } of castAt(new Date())) {
      if (!recognize) continue
      const { userId, rows, statesType } = recognize
      this.put(userId, personSchema.parse({ externalUserIds: [sub], rows, statesType }))
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
    const externalUserIds = [...this.#externalUsers]
      .filter(([, userIds]) => userIds.has(userId))
      .map(([externalUserId]) => externalUserId)
    return { externalUserIds, rows, statesType, listsDeleted, secondDelete, listedAfter }
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
    const stated = person.rows
      .filter((row) => !late.has(keyOf(row)))
      .map((row) => statedRow(row, person.statesType))
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

  /** What the SDK on a phone does; the row counts at once, whether it is listed or not. */
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

  /** The rows that take a place, as far as they are rows at all. */
  liveRows(userId: string): JsonRecord[] {
    const rows = this.#people.get(userId)?.rows ?? []
    return rows.filter(isRecord).filter((row) => row['state'] !== 'DELETED')
  }

  /** Answers with the status the service gives; `lingersFor` counts list calls that still show it. */
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

  /** The device ends its own binding; whether there was one. */
  revoke(userId: string, key: string): boolean {
    const person = this.#people.get(userId)
    if (!person?.rows.some((row) => keyOf(row) === key)) return false
    this.#drop(person, key)
    return true
  }

  /** Does every confirmed deletion that was held back. */
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
