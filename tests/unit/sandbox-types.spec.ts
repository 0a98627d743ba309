import { expect, test } from 'vitest'
import { castAt } from '@/sandbox/cast'
import { People, personSchema } from '@/sandbox/recognize/people'
import { readSettings } from '@/sandbox/settings'
import { newUserId, phoneRow } from '../builders/rows'

const kindsOf = (people: People, userId: string) =>
  (people.listDevices(userId) ?? []).map((row) => (row as Record<string, unknown>)['type'])
const put = (people: People, own: object = {}) => {
  const userId = newUserId()
  people.put(userId, personSchema.parse({ rows: [phoneRow({ userId })], ...own }))
  return userId
}

test('the stand-in answers as the vendor documents it unless it is told otherwise: without a kind', () => {
  const { statesType } = readSettings({}).recognize
  const people = new People(statesType)
  const userId = put(people)
  expect(kindsOf(people, userId)).toEqual([undefined])
  for (const { recognize } of castAt(new Date()))
    for (const row of people.listDevices(recognize?.userId ?? '') ?? [])
      expect(Object.keys(row as object)).not.toContain('type')
  people.stateTypes('type')
  expect(kindsOf(people, userId)).toEqual(['SDK'])
  people.reset()
  expect(kindsOf(people, put(people))).toEqual([undefined])
})

test('with types switched on only a person of their own setting has none, and so have rows whose kind nobody knows', () => {
  const { statesType } = readSettings({ SANDBOX_RECOGNIZE_STATES_TYPE: 'type' }).recognize
  const people = new People(statesType)
  expect(kindsOf(people, put(people))).toEqual(['SDK'])
  expect(kindsOf(people, put(people, { statesType: null }))).toEqual([undefined])
  const cast = castAt(new Date())
  const ofSub = (sub: string) => cast.find((one) => one.sub === sub)?.recognize?.userId ?? ''
  expect(kindsOf(people, ofSub('ada'))).toContain('BACKUP')
  expect(new Set(kindsOf(people, ofSub('chen')))).toEqual(new Set([undefined]))
  expect(kindsOf(people, ofSub('dara'))).toHaveLength(50)
})
