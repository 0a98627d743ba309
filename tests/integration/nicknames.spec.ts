import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { newSigningKey, phones, onePhone } from '../builders/rows'
import { query } from './support/database'
import {
  databaseTest as test,
  expect,
  somebody,
  type Somebody,
  makeSomebody,
  recognize,
} from './support/test'
import { deviceHistory, listDevices, setNickname } from './support/own-devices'

const rename = (person: Somebody, key: string, nickname: string) =>
  setNickname(person, { deviceId: deviceIdOf(person.userId, key), nickname })

async function namesOf(person: Somebody): Promise<(string | null)[]> {
  const list = await listDevices(person, {})
  return list.ok ? list.value.devices.map(({ nickname }) => nickname) : []
}

test('somebody else’s device can’t be named, and an unknown one neither @C2', async () => {
  const key = newSigningKey()
  const owner = await makeSomebody(phones(key))
  const stranger = await makeSomebody(onePhone)
  for (const deviceId of [deviceIdOf(owner.userId, key), '0'.repeat(32), ''])
    expect(await setNickname(stranger, { deviceId, nickname: 'Mine' })).toEqual({
      ok: false,
      error: { code: 'not-found' },
    })
  expect(await rename({ ...owner, actor: somebody().actor }, key, 'Mine')).toEqual({
    ok: false,
    error: { code: 'not-allowed' },
  })
  expect(await namesOf(owner)).toEqual([null])
  expect(await query(`SELECT 1 FROM nicknames WHERE nickname = 'Mine'`)).toEqual([])
})

test('nothing is named while the service can’t say whose the device is', async () => {
  const key = newSigningKey()
  const owner = await makeSomebody(phones(key))
  await recognize.setFault(owner.userId, { on: 'list', kind: 'status', status: 500, times: 3 })
  expect(await rename(owner, key, 'Work')).toMatchObject({ error: { code: 'unavailable' } })
  expect(await namesOf(owner)).toEqual([null])
})

test('a name is set, changed and taken away; other devices keep theirs', async () => {
  const [key, other] = [newSigningKey(), newSigningKey()]
  const owner = await makeSomebody(phones(key, other))
  await rename(owner, other, 'Tablet')
  for (const [nickname, names] of [
    ['Work', ['Work', 'Tablet']],
    ['It’s "Ada’s" \\ phone 📱', ['It’s "Ada’s" \\ phone 📱', 'Tablet']],
    ['', [null, 'Tablet']],
    ['', [null, 'Tablet']],
  ] as const) {
    expect(await rename(owner, key, nickname)).toEqual({ ok: true })
    expect(await namesOf(owner)).toEqual(names)
  }
})

test('the same key under another identity keeps its own name', async () => {
  const key = newSigningKey()
  const row = phones(key)
  const [one, two] = [await makeSomebody(row), await makeSomebody(row)]
  await rename(one, key, 'Work')
  expect(await namesOf(two)).toEqual([null])
})

test('the same name again, and taking away none, leave nothing in the trail', async () => {
  const key = newSigningKey()
  const owner = await makeSomebody(phones(key))
  await rename(owner, key, '')
  await Promise.all([1, 2, 3].map(() => rename(owner, key, 'Work')))
  await rename(owner, key, '')
  await rename(owner, key, '')
  const history = await deviceHistory(owner, { deviceId: deviceIdOf(owner.userId, key) })
  expect(history?.map(({ detail }) => detail)).toEqual([{ named: false }, { named: true }])
})

test('the history tells that a name was given, never which', async () => {
  const key = newSigningKey()
  const owner = await makeSomebody(phones(key))
  await rename(owner, key, 'canary-name')
  const deviceId = deviceIdOf(owner.userId, key)
  const history = await deviceHistory(owner, { deviceId })
  expect(history).toMatchObject([{ type: 'device-renamed', detail: { named: true } }])
  expect(JSON.stringify(history)).not.toContain('canary-name')
  const stranger = await makeSomebody()
  expect(await deviceHistory(stranger, { deviceId })).toEqual([])
  expect(await deviceHistory({ ...owner, actor: stranger.actor }, { deviceId })).toEqual([])
})
