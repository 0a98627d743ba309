import { deviceIdOf } from '@/lib/devices/model/identifiers'
import type { DeviceLabel } from '@/lib/devices/list/label-device'
import { deviceRow, newSigningKey, phoneRow } from '../builders/rows'
import { entriesAbout } from './support/agents'
import { query } from './support/database'
import { labelDevice, listDevices } from './support/own-devices'
import { remove } from './support/removals'
import { databaseTest as test, expect, makeSomebody, type Somebody } from './support/test'

const label = (person: Somebody, key: string, word: DeviceLabel = 'mine') =>
  labelDevice(person, { deviceId: deviceIdOf(person.userId, key), label: word })

const labelsOf = ({ userId }: Somebody) =>
  query(`SELECT label FROM device_labels WHERE user_id = '${userId}'`)

/** A person with a row of unknown kind that carries the versions of a phone. */
async function withUnknown() {
  const key = newSigningKey()
  const versions = { osVersion: 'iOS 17.4', sdkVersion: '5.3.0' }
  const person = await makeSomebody((userId) => [
    deviceRow({ userId, publicSigningKey: key, ...versions }),
  ])
  return { key, person }
}

test('nobody labels another person’s device, nor one whose kind is known, nor one without a code to compare @C2', async () => {
  const { key, person } = await withUnknown()
  const stranger = await makeSomebody()
  expect(await label({ ...stranger, userId: person.userId }, key)).toMatchObject({ ok: false })
  expect(await label({ ...person, actor: stranger.actor }, key)).toEqual({
    ok: false,
    error: { code: 'not-allowed' },
  })
  const phone = newSigningKey()
  const certain = await makeSomebody((userId) => [phoneRow({ userId, publicSigningKey: phone })])
  for (const word of ['mine', 'not-mine'] as const)
    expect(await label(certain, phone, word)).toEqual({ ok: false, error: { code: 'kind-known' } })
  const keyless = await makeSomebody((userId) => [{ userId, state: 'ACTIVE' }])
  const list = await listDevices(keyless, {})
  const deviceId = list.ok ? list.value.devices[0]?.id : ''
  expect(await labelDevice(keyless, { deviceId: deviceId ?? '', label: 'mine' })).toEqual({
    ok: false,
    error: { code: 'not-found' },
  })
  for (const somebody of [person, stranger, certain, keyless])
    expect(await labelsOf(somebody)).toEqual([])
})

test('a phone that its person knows counts, one that they disown doesn’t; the latest word holds, and the same word twice is one entry', async () => {
  const { key, person } = await withUnknown()
  const shown = async () => {
    const list = await listDevices(person, {})
    return list.ok && list.value.devices.map(({ kind, kindSource }) => [kind, kindSource])
  }
  expect(await shown()).toEqual([['unknown', 'not-stated']])
  expect(await label(person, key)).toMatchObject({ ok: true })
  expect(await label(person, key)).toMatchObject({ ok: true })
  expect(await shown()).toEqual([['phone', 'confirmed']])
  expect(await label(person, key, 'not-mine')).toMatchObject({ ok: true })
  expect(await shown()).toEqual([['unknown', 'disowned']])
  expect(await labelsOf(person)).toEqual([{ label: 'not-mine' }])
  const entries = await entriesAbout(person.userId)
  expect(entries.map(({ type, detail }) => [type, detail['label']])).toEqual([
    ['device-labelled', 'mine'],
    ['device-labelled', 'not-mine'],
  ])
})

test('the word about a device goes with it', async () => {
  const { key, person } = await withUnknown()
  await label(person, key, 'not-mine')
  await remove(person, key, { reason: 'unrecognised', confirmed: 'last-way-in.bare' })
  expect(await labelsOf(person)).toEqual([])
})
