import { listWithoutSubject } from '@/lib/devices/list/list-devices'
import { now } from '@/lib/platform/clock'
import { newUserId, onePhone } from '../builders/rows'
import { databaseTest as test, expect, somebody, makeSomebody, recognize } from './support/test'
import { listDevices } from './support/own-devices'

const DOWN = { on: 'list', kind: 'status', status: 503 } as const
const UNAVAILABLE = { code: 'unavailable', requestId: 'some-request', sent: true } as const
const inMinutes = (minutes: number) => new Date(now().getTime() + minutes * 60_000)

test('somebody else’s identities, and those of another sign-in, bring no old list back @C2', async () => {
  const person = await makeSomebody(onePhone)
  const { actor, subject } = person
  expect(await listDevices(person, {})).toMatchObject({ ok: true })
  const stranger = somebody()
  for (const [who, userIds] of [
    [stranger.actor, subject.userIds],
    [actor, stranger.subject.userIds],
    [actor, []],
    [actor, null],
  ] as const)
    expect(
      await listWithoutSubject({ account: who, userIds, error: UNAVAILABLE, at: now() }),
    ).toEqual({ ok: false, error: { ...UNAVAILABLE, lastGood: null } })
  expect(await listDevices({ ...person, actor: stranger.actor }, {})).toEqual({
    ok: false,
    error: { code: 'not-allowed' },
  })
})

test('a list that is older than an hour is given no more', async () => {
  const person = await makeSomebody(onePhone)
  const list = await listDevices(person, {})
  await recognize.setFault(person.userId, DOWN)
  expect(await listDevices(person, { at: inMinutes(59) })).toMatchObject({
    error: { code: 'unavailable', lastGood: list.ok && list.value },
  })
  expect(await listDevices(person, { at: inMinutes(61) })).toMatchObject({
    error: { code: 'unavailable', lastGood: null },
  })
})

test('while not even the look-up answers, whoever was found before has the last good list; once nobody is found, it is gone', async () => {
  const person = await makeSomebody(onePhone)
  const account = { account: person.actor, userIds: person.subject.userIds }
  const list = await listDevices(person, {})
  expect(await listWithoutSubject({ ...account, error: UNAVAILABLE, at: now() })).toEqual({
    ok: false,
    error: { ...UNAVAILABLE, lastGood: list.ok && list.value },
  })
  await listWithoutSubject({ ...account, error: { code: 'not-known' }, at: now() })
  expect(await listWithoutSubject({ ...account, error: UNAVAILABLE, at: now() })).toMatchObject({
    error: { lastGood: null },
  })
})

test('an identity that the service doesn’t know is named as long as another is known, and one that can’t be read fails the list', async () => {
  const { actor, subject, userId } = await makeSomebody(onePhone)
  const both = { actor, subject: { ...subject, userIds: [newUserId(), userId] as const } }
  expect(await listDevices(both, {})).toMatchObject({
    value: { identities: 2, unknownIdentities: [0], devices: [{ identity: 1 }] },
  })
  await recognize.setFault(userId, DOWN)
  expect(await listDevices(both, {})).toMatchObject({
    error: { code: 'unavailable', lastGood: { unknownIdentities: [0] } },
  })
})
