import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { determineKind, platformOf, type OwnKnowledge } from '@/lib/devices/model/kind'

const nothing: OwnKnowledge = { stateKind: null, phone: null, label: null }
const unknown = { kind: 'unknown', kindSource: 'not-stated' }

const anyKnowledge: fc.Arbitrary<OwnKnowledge> = fc.record({
  stateKind: fc.constantFrom(null, 'backup', 'temporary'),
  phone: fc.constantFrom(null, 'reported', 'added-here'),
  label: fc.constantFrom(null, 'mine', 'not-mine'),
})

describe('a word we don’t know is not overruled by a guess', () => {
  for (const word of [
    '',
    ' ',
    'DEVICE',
    'WEB',
    'BACK UP',
    'SDK2',
    'null',
    'constructor',
    '__proto__',
  ])
    test(JSON.stringify(word), () => {
      expect(determineKind(word, nothing)).toEqual(unknown)
      // The person can't know better than the service's own word, even an unknown one.
      expect(determineKind(word, { ...nothing, label: 'mine' })).toEqual(unknown)
    })
  test('any other text', () => {
    const word = fc.string().filter((text) => !/^\s*(sdk|backup|temporary)\s*$/i.test(text))
    fc.assert(
      fc.property(word, (statedKind) => {
        assert.deepEqual(determineKind(statedKind, nothing), unknown)
      }),
    )
  })
})

test('without a word and without knowledge the kind is unknown', () => {
  expect(determineKind(null, nothing)).toEqual(unknown)
})

test('a person’s no never makes a row anything, and their yes makes it a phone only where nothing else is known', () => {
  expect(determineKind(null, { ...nothing, label: 'not-mine' })).toEqual({
    kind: 'unknown',
    kindSource: 'disowned',
  })
  expect(determineKind(null, { ...nothing, label: 'mine' })).toEqual({
    kind: 'phone',
    kindSource: 'confirmed',
  })
  for (const label of ['mine', 'not-mine'] as const)
    expect(determineKind(null, { ...nothing, stateKind: 'backup', label })).toEqual({
      kind: 'backup',
      kindSource: 'created-here',
    })
})

test('the three words of the vendor are understood in any letter case, whatever the portal knows', () => {
  for (const [word, kind] of [
    ['sdk', 'phone'],
    ['backup', 'backup'],
    ['temporary', 'temporary'],
  ] as const)
    fc.assert(
      fc.property(fc.mixedCase(fc.constant(word)), anyKnowledge, (statedKind, knowledge) => {
        for (const text of [statedKind, ` ${statedKind} `])
          assert.deepEqual(determineKind(text, knowledge), { kind, kindSource: 'stated' })
      }),
    )
})

test('without a known word the app’s report comes first, then the state’s kind, then what was added here', () => {
  for (const statedKind of [null, 'NOVEL'])
    for (const stateKind of ['backup', 'temporary'] as const) {
      const createdHere = { kind: stateKind, kindSource: 'created-here' }
      const known = { ...nothing, stateKind }
      expect(determineKind(statedKind, known)).toEqual(createdHere)
      expect(determineKind(statedKind, { ...known, phone: 'added-here' })).toEqual(createdHere)
      expect(determineKind(statedKind, { ...known, phone: 'reported' })).toEqual({
        kind: 'phone',
        kindSource: 'reported',
      })
    }
  expect(determineKind(null, { ...nothing, phone: 'added-here' })).toEqual({
    kind: 'phone',
    kindSource: 'added-here',
  })
})

test('a platform is named only when the service names it', () => {
  for (const text of [null, '', '17.4', 'biOSphere', 'Windows', 'xandroids'])
    expect(platformOf(text)).toBe('other')
  for (const text of ['iOS 17.4', 'ios', 'iPadOS 18', 'iPhone OS 12'])
    expect(platformOf(text)).toBe('ios')
  for (const text of ['Android 15', 'ANDROID-14']) expect(platformOf(text)).toBe('android')
})
