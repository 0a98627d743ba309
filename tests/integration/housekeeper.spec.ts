import { randomUUID } from 'node:crypto'
import { runRetention, startRetentionJob } from '@/lib/privacy/retention-job'
import { rememberPerson } from '@/lib/auth/sessions/people'
import { newUserId } from '../builders/rows'
import { query } from './support/database'
import { databaseTest as test, DATABASES, expect } from './support/test'

const DAY = 24 * 3600_000
const AT = new Date('2020-03-01T12:00:00Z')
/** So many days before `AT`, and a millisecond. */
const before = (days: number) => new Date(AT.getTime() - days * DAY - 1)
const on = (days: number) => new Date(AT.getTime() - days * DAY)

const person = () => ({ issuer: 'https://issuer.example', subject: `person-${randomUUID()}` })
const seen = async (at: Date) => {
  const { issuer, subject } = person()
  await rememberPerson(
    { issuer, subject, displayName: 'Robin Vale', addresses: ['r@x.example'] },
    at,
  )
  return subject
}
const time = (at: Date | null) => (at === null ? 'NULL' : `'${at.toISOString()}'`)
const activation = async (endedAt: Date | null, dueAt: Date | null = null) => {
  const number = randomUUID()
  const ending = endedAt === null ? 'NULL' : `'listed'`
  await query(
    `INSERT INTO activations (number, issuer, subject, user_id, purpose, code_hash, typed_code_hash, operation_id,
       known_devices, created_at, expires_at, ending, ended_at, due_at, version)
     VALUES ('${number}', 'i', 's', '${newUserId()}', 'bind', '${number}', '${number}', '${number}',
       '[]', ${time(on(500))}, ${time(on(500))}, ${ending}, ${time(endedAt)}, ${time(dueAt)}, 1)`,
  )
  return number
}
const upload = async (at: Date) => {
  const key = randomUUID()
  await query(`INSERT INTO uploads VALUES ('i', 's', '${key}', 'b', '{}', ${time(at)})`)
  return key
}
const signedIn = async (expiresAt: Date, endedAt: Date | null = null) => {
  const id = randomUUID()
  await query(
    `INSERT INTO sessions (id_hash, issuer, subject, display_name, roles, sealed_id_token, created_at, last_seen_at, expires_at, ended_at)
     VALUES ('${id}', 'i', 's', 'Robin Vale', '[]', '', ${time(on(500))}, ${time(expiresAt)}, ${time(expiresAt)}, ${time(endedAt)})`,
  )
  return id
}
const taken = async (expiresAt: Date) => {
  const id = randomUUID()
  await query(`INSERT INTO logout_tokens VALUES ('${id}', ${time(expiresAt)})`)
  return id
}
const asked = async (at: Date, status = 'open') => {
  const number = randomUUID()
  await query(
    `INSERT INTO approvals (number, status, requester_issuer, requester_subject, requester_name, requester_session, user_id,
       device_id, device, reason, ticket, outlook, created_at, expires_at)
     VALUES ('${number}', '${status}', 'i', 's', 'Sam', 'x', '${number}', 'd', '{}', 'lost', 'T', '{}', ${time(at)}, ${time(at)})`,
  )
  return number
}
const prepared = async (until: Date) => {
  const number = randomUUID()
  await query(
    `INSERT INTO preparations VALUES ('${number}', 'i', '${number}', 'u', 'backup', ${time(on(500))}, ${time(until)})`,
  )
  return number
}
const viewed = async (at: Date) => {
  const userId = newUserId()
  await query(`INSERT INTO support_views VALUES ('i', 's', '${userId}', ${time(at)})`)
  return userId
}
const TEN_MINUTES = 600_000
/** Which of them are left. */
const left = async (table: string, column: string, all: string[]) => {
  const names = all.map((name) => `'${name}'`).join()
  const rows = await query(`SELECT ${column} AS name FROM ${table} WHERE ${column} IN (${names})`)
  return rows.map(({ name }) => String(name)).toSorted()
}

for (const databaseName of DATABASES)
  test.describe(databaseName, () => {
    test.use({ databaseName })

    test('what is to be kept stays: what hasn’t ended, is still followed, or whose time isn’t over @G5', async () => {
      const activations = [
        await activation(null),
        await activation(on(30)),
        await activation(before(90), AT),
      ]
      const people = [await seen(on(400)), await seen(AT)]
      const uploads = [await upload(on(1)), await upload(AT)]
      const signIns = [await signedIn(on(30)), await signedIn(on(-1)), await signedIn(AT, on(40))]
      const tokens = [await taken(AT), await taken(on(-1))]
      const requests = [await asked(on(1)), await asked(AT, 'declined')]
      const preparations = [await prepared(AT), await prepared(on(-1))]
      const views = [await viewed(new Date(AT.getTime() - TEN_MINUTES)), await viewed(AT)]
      await runRetention(AT)
      expect(await left('sessions', 'id_hash', signIns)).toEqual(signIns.toSorted())
      expect(await left('logout_tokens', 'id_hash', tokens)).toEqual(tokens.toSorted())
      expect(await left('approvals', 'number', requests)).toEqual(requests.toSorted())
      expect(await left('preparations', 'number', preparations)).toEqual(preparations.toSorted())
      expect(await left('support_views', 'user_id', views)).toEqual(views.toSorted())
      expect(await left('activations', 'number', activations)).toEqual(activations.toSorted())
      expect(await left('people', 'subject', people)).toEqual(people.toSorted())
      expect(await left('uploads', 'key_hash', uploads)).toEqual(uploads.toSorted())
    })

    test('what is older goes, in batches, and once however many do it @G5', async () => {
      const activations: string[] = []
      for (let index = 0; index < 120; index++) activations.push(await activation(before(30)))
      const people = [await seen(before(400)), await seen(before(900))]
      const uploads = [await upload(before(1)), await upload(before(20))]
      const signIns: string[] = []
      for (let index = 0; index < 120; index++) signIns.push(await signedIn(before(30)))
      signIns.push(await signedIn(before(30), before(90)))
      const tokens = [await taken(before(0)), await taken(before(9))]
      const requests = [await asked(before(1)), await asked(before(9), 'approved')]
      const preparations = [await prepared(before(0)), await prepared(before(9))]
      const views = [await viewed(new Date(AT.getTime() - TEN_MINUTES - 1))]
      const houses = await Promise.all([1, 2, 3].map(() => runRetention(AT)))
      const sum = houses.reduce((total, { activations: count }) => total + count, 0)
      expect(sum).toBe(120)
      expect(houses.reduce((total, { signIns: count }) => total + count, 0)).toBe(121)
      expect(await left('sessions', 'id_hash', signIns)).toEqual([])
      expect(await left('logout_tokens', 'id_hash', tokens)).toEqual([])
      expect(await left('approvals', 'number', requests)).toEqual([])
      expect(await left('preparations', 'number', preparations)).toEqual([])
      expect(await left('support_views', 'user_id', views)).toEqual([])
      expect(await left('activations', 'number', activations)).toEqual([])
      expect(await left('people', 'subject', people)).toEqual([])
      expect(await left('uploads', 'key_hash', uploads)).toEqual([])
    })

    test('a portal that starts keeps house by its clock @G5', async () => {
      const old = await upload(before(1))
      const fresh = await upload(AT)
      startRetentionJob(() => AT)
      await expect.poll(() => left('uploads', 'key_hash', [old, fresh])).toEqual([fresh])
    })
  })
