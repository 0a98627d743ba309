import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { fail, succeed } from '@/lib/platform/result'
import { keyRingSetting, parseKeyRing } from '@/lib/platform/key-ring'

const key = randomBytes(32)
const other = randomBytes(32)
const base64 = key.toString('base64')
const hex = key.toString('hex')

const unusable = (number: number) =>
  fail(`has an entry (number ${number}) that is not 32 bytes in base64 or hex`)
const unnamed = (number: number) => fail(`has an entry (number ${number}) whose name is not usable`)

test('what is no key of 32 bytes is refused with its number, and never quoted @G4', () => {
  for (const entry of [
    '',
    'a',
    hex.slice(1),
    `${hex}0`,
    `x${hex.slice(1)}`,
    `${hex.slice(1)}x`,
    base64.slice(1),
    `a${base64}`,
    `${base64}=`,
    `!${base64.slice(1)}`,
    `${base64.slice(0, 42)}!=`,
    randomBytes(31).toString('base64'),
    randomBytes(33).toString('base64'),
  ]) {
    expect([entry, parseKeyRing(entry)]).toEqual([entry, unusable(1)])
    expect(parseKeyRing(`one:${base64},two:${entry}`)).toEqual(unusable(2))
  }
})

test('a name that is none, or is there twice, is refused @G4', () => {
  for (const name of ['', ' ', 'a b', 'a/b', '!a', 'a!', 'ä', 'a'.repeat(41)])
    expect([name, parseKeyRing(`${name}:${base64}`)]).toEqual([name, unnamed(1)])
  expect(parseKeyRing(`one:${base64},a b:${hex}`)).toEqual(unnamed(2))
  const twice = fail('names two keys alike')
  expect(parseKeyRing(`one:${base64}, one:${other.toString('hex')}`)).toEqual(twice)
  expect(parseKeyRing(`one:${base64},two:${hex},one:${hex}`)).toEqual(twice)
})

test('a key is the same however it is written, with space around it or not @G2', () => {
  for (const written of [
    hex,
    hex.toUpperCase(),
    base64,
    base64.replace('=', ''),
    key.toString('base64url'),
  ])
    for (const entry of [`key-1.a_B:${written}`, ` key-1.a_B : ${written} `])
      expect([entry, parseKeyRing(entry)]).toEqual([entry, succeed([{ id: 'key-1.a_B', key }])])
  expect(parseKeyRing(`${'a'.repeat(40)}:${hex}`).ok).toBe(true)
})

test('the keys stay in their order, and one without a name is called by its hash @G2', () => {
  const id = createHash('sha256').update(key).digest('hex').slice(0, 12)
  expect(parseKeyRing(`${base64},old:${other.toString('hex')}`)).toEqual(
    succeed([
      { id, key },
      { id: 'old', key: other },
    ]),
  )
})

test('as a setting it is the ring, or the one problem @G4', () => {
  expect(keyRingSetting.parse(`one:${hex}`)).toEqual([{ id: 'one', key }])
  const { error } = keyRingSetting.safeParse('one:canary')
  expect(error?.issues).toMatchObject([
    { code: 'custom', message: 'has an entry (number 1) that is not 32 bytes in base64 or hex' },
  ])
})
