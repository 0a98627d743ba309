import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { determineKind, platformOf } from '@/lib/devices/model/kind'

const versions = { osVersion: 'iOS 17.4', sdkVersion: '5.3.0' }
const none = { osVersion: null, sdkVersion: null }
const nothing = { reported: false, stored: null }
const unknown = { kind: 'unknown', kindSource: 'not-stated' }

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
      expect(determineKind({ statedKind: word, ...versions }, nothing)).toEqual(unknown)
    })
  test('any other text', () => {
    const word = fc.string().filter((text) => !/^\s*(sdk|backup|temporary)\s*$/i.test(text))
    fc.assert(
      fc.property(word, (statedKind) => {
        assert.deepEqual(determineKind({ statedKind, ...versions }, nothing), unknown)
      }),
    )
  })
})

test('without a word, nothing less than both versions speaks for a phone', () => {
  for (const row of [
    none,
    { ...none, osVersion: 'iOS 17.4' },
    { ...none, sdkVersion: '5.3.0' },
    { osVersion: '', sdkVersion: '5.3.0' },
  ])
    expect(determineKind({ statedKind: null, ...row }, nothing)).toEqual(unknown)
  expect(determineKind({ statedKind: null, ...versions }, nothing)).toEqual({
    kind: 'phone',
    kindSource: 'inferred',
  })
})

test('a backup or a temporary state is never inferred, and nothing inferred is called stated', () => {
  const text = fc.option(fc.string())
  fc.assert(
    fc.property(text, text, (osVersion, sdkVersion) => {
      const { kind, kindSource } = determineKind(
        { statedKind: null, osVersion, sdkVersion },
        nothing,
      )
      assert.ok(kind === 'phone' || kind === 'unknown')
      assert.notEqual(kindSource, 'stated')
    }),
  )
})

test('the three words of the vendor are understood in any letter case', () => {
  for (const [word, kind] of [
    ['sdk', 'phone'],
    ['backup', 'backup'],
    ['temporary', 'temporary'],
  ] as const)
    fc.assert(
      fc.property(fc.mixedCase(fc.constant(word)), (statedKind) => {
        const stated = { kind, kindSource: 'stated' }
        // Neither does what the portal knows overrule them.
        for (const reported of [false, true])
          for (const known of [null, 'backup', 'temporary'] as const)
            for (const row of [
              { statedKind, ...none },
              { statedKind: ` ${statedKind} `, ...versions },
            ])
              assert.deepEqual(determineKind(row, { reported, stored: known }), stated)
      }),
    )
})

test('without a known word, what the portal knows comes before a guess: the app’s report, then the state’s kind', () => {
  const reportedPhone = { kind: 'phone', kindSource: 'reported' }
  for (const statedKind of [null, 'NOVEL'])
    for (const row of [
      { statedKind, ...none },
      { statedKind, ...versions },
    ])
      for (const stored of ['backup', 'temporary'] as const) {
        const createdHere = { kind: stored, kindSource: 'created-here' }
        expect(determineKind(row, { reported: false, stored })).toEqual(createdHere)
        expect(determineKind(row, { reported: true, stored })).toEqual(reportedPhone)
        expect(determineKind(row, { reported: true, stored: null })).toEqual(reportedPhone)
      }
})

test('a platform is named only when the service names it', () => {
  for (const text of [null, '', '17.4', 'biOSphere', 'Windows', 'xandroids'])
    expect(platformOf(text)).toBe('other')
  for (const text of ['iOS 17.4', 'ios', 'iPadOS 18', 'iPhone OS 12'])
    expect(platformOf(text)).toBe('ios')
  for (const text of ['Android 15', 'ANDROID-14']) expect(platformOf(text)).toBe('android')
})
