import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  HELP_AFTER_ERROR,
  SDK_ERROR_REASONS,
  type SdkErrorReason,
} from '@/lib/activations/tracking/sdk-error-reasons'
import { sdkErrorLabel, sdkErrorReason } from '@/lib/activations/tracking/sdk-errors'
import { messagesOf } from '@/lib/i18n/catalogue'
import { lockOutSentence } from '@/lib/i18n/lock-out-sentence'
import { translator } from '@/lib/i18n/translator'

const messages = messagesOf('en')
const t = translator('en', messages)
const wordsOf = (reason: SdkErrorReason) =>
  `${t(`sdkError.${reason}.title`)}. ${t(`sdkError.${reason}.text`)}`
const reasonOf = (code: number | string, model: string | null = null) =>
  sdkErrorReason({ code: String(code), model })

/** What the vendor's documentation says of each code. */
const NATIVE: Record<number, SdkErrorReason> = {
  ...{ 512: 'face-not-matched', 514: 'out-of-step', 523: 'locked-out', 534: 'not-known' },
  ...{ 535: 'not-known', 537: 'out-of-step', 539: 'no-place', 1124: 'set-up-before' },
  ...{ 1131: 'not-known', 1142: 'clock', 20000: 'not-known', 20001: 'set-up-before' },
  ...{ 20010: 'app-misconfigured', 20013: 'no-seats', 20021: 'phone-not-able' },
  ...{ 20022: 'phone-not-able', 20023: 'state-not-usable', 30000: 'not-live' },
  ...{ 30001: 'timed-out', 30003: 'cancelled', 30004: 'face-not-matched', 30005: 'offline' },
  ...{ 30006: 'phone-not-trusted', 30007: 'locked-out', 30008: 'not-recognised' },
  ...{ 30009: 'no-camera', 30010: 'app-outdated', 40000: 'phone-not-trusted' },
  ...{ 40001: 'app-misconfigured', 40002: 'phone-not-trusted' },
}
const SHARED: Record<number, SdkErrorReason> = {
  ...{ 1002: 'app-misconfigured', 1004: 'storage', 1005: 'cancelled', 1006: 'timed-out' },
  ...{ 1007: 'offline', 1010: 'state-not-usable', 1012: 'app-outdated', 2002: 'no-camera' },
  ...{ 3001: 'no-seats', 3002: 'set-up-before', 3003: 'not-known', 3004: 'face-not-matched' },
  ...{ 3005: 'no-tries-left', 3007: 'locked-out', 3008: 'app-misconfigured' },
  ...{ 4001: 'not-recognised', 4002: 'not-live', 4003: 'phone-not-able' },
  ...{ 4004: 'phone-not-able', 5000: 'service-problem', 5002: 'service-problem' },
  ...{ 5003: 'app-misconfigured', 6000: 'phone-not-trusted', 6001: 'phone-not-trusted' },
}
/** The same error in both models, as the vendor maps them. */
const SAME = {
  ...{ 20000: 3003, 20001: 3002, 20010: 1002, 20013: 3001, 20021: 4003, 20022: 4004 },
  ...{ 20023: 1010, 30000: 4002, 30001: 1006, 30003: 1005, 30004: 3004, 30005: 1007 },
  ...{ 30007: 3007, 30008: 4001, 30009: 2002, 30010: 1012, 40000: 6000, 40002: 6001 },
}

test('nothing is guessed: an unknown code or model, and a code that means two things, have plain words', () => {
  for (const code of [0, -1, 1, 99_999, 2 ** 31, '', 'NEW_ERROR', '__proto__', 'constructor'])
    for (const model of [null, 'NATIVE', '6.0.0', '7.0.0'])
      expect(reasonOf(code, model), `${code} of ${model}`).toBe('app-problem')
  for (const model of ['7.0.0', '6.0.1', 'web', ' NATIVE', '__proto__', ''])
    for (const code of [30004, 3004, 'CORE_FACE_NOT_MATCHING'])
      expect(reasonOf(code, model), `${code} of ${model}`).toBe('app-problem')
  // Without its model, 1004 is an error inside the SDK, or a phone that is full.
  for (const code of [1003, 1004]) expect(reasonOf(code)).toBe('app-problem')
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string()), (code, model) =>
      SDK_ERROR_REASONS.includes(sdkErrorReason({ code, model })),
    ),
  )
})

test('a code of one model means nothing in the other', () => {
  for (const code of Object.keys(NATIVE)) expect(reasonOf(code, '6.0.0')).toBe('app-problem')
  for (const code of Object.keys(SHARED)) expect(reasonOf(code, 'NATIVE')).toBe('app-problem')
})

test('every documented code of both models has words that fit it, with its model and without', () => {
  for (const [code, reason] of Object.entries(NATIVE)) {
    expect(reasonOf(code), code).toBe(reason)
    expect(reasonOf(code, 'NATIVE'), code).toBe(reason)
  }
  for (const [code, reason] of Object.entries(SHARED)) {
    expect(reasonOf(code, '6.0.0'), code).toBe(reason)
    if (code !== '1004') expect(reasonOf(code), code).toBe(reason)
  }
  for (const [native, shared] of Object.entries(SAME))
    expect(reasonOf(shared, '6.0.0'), native).toBe(reasonOf(native, 'NATIVE'))
})

test('the shared model is read by name too, and names of models in any letter case', () => {
  expect(reasonOf('CORE_FACE_NOT_MATCHING')).toBe('face-not-matched')
  expect(reasonOf('SDK_STORAGE_FAILED', '6.0.0')).toBe('storage')
  expect(reasonOf('SDK_STORAGE_FAILED', 'NATIVE')).toBe('app-problem')
  expect(reasonOf(30008, 'native')).toBe('not-recognised')
})

test('every reason has words that accuse nobody, and no reason is without a code', () => {
  const reasons = [...Object.values(NATIVE), ...Object.values(SHARED), 'app-problem']
  expect(new Set([...reasons, reasonOf(2000)])).toEqual(new Set(SDK_ERROR_REASONS))
  for (const reason of SDK_ERROR_REASONS)
    expect(wordsOf(reason)).not.toMatch(
      /spoof|fraud|fake|attack|cheat|suspicious|impost|illegal|jailbr|root/i,
    )
})

test('no words promise a time, and none sends anybody who cannot help themselves into another try', () => {
  for (const reason of SDK_ERROR_REASONS) {
    expect(wordsOf(reason), reason).not.toMatch(/\d{1,2}:\d\d|\bminutes?\b|\{time\}/)
    const isHopeless = /will not help/.test(wordsOf(reason))
    expect(isHopeless, reason).toBe(HELP_AFTER_ERROR[reason] === 'ask-maker')
  }
  expect(wordsOf(reasonOf(30008))).toMatch(/did not recognise/)
  expect(wordsOf(reasonOf(20021))).toMatch(/This phone cannot.*Better light .* will not help/)
  expect(messages['add.help.ask-maker']).toMatch(/maker of the app/)
})

test('words that stand on the page and in the app fit both: neither place is “here”', () => {
  for (const reason of SDK_ERROR_REASONS) expect(wordsOf(reason)).not.toMatch(/\bhere\b|portal/i)
  for (const help of ['start-again', 'clean-up'] as const)
    expect(messages[`api.help.${help}`]).toMatch(/on the portal’s page/)
})

test('what must be said of the lock-out, the places and an app that was set up before is said', () => {
  expect(wordsOf('locked-out')).toMatch(/phone and web.*not even support/)
  expect(wordsOf('no-place')).toMatch(/50 places.*Clean up/)
  for (const reason of ['set-up-before', 'out-of-step'] as const)
    expect(wordsOf(reason)).toContain('reset')
  expect(wordsOf('not-live')).toContain('better light')
})

test('the lock-out is told as the tenant has it, and no time is promised', () => {
  const policy = { tries: 5, windowSeconds: 600, pauseSeconds: 600 }
  expect(lockOutSentence(policy, t)).toBe(
    'After 5 tries without success within 10 minutes, the face check pauses, usually for about 10 minutes.',
  )
  expect(lockOutSentence({ tries: 1, windowSeconds: 61, pauseSeconds: 30 }, t)).toBe(
    'After 1 try without success within 2 minutes, the face check pauses, usually for about 1 minute.',
  )
})

test('an error is told with its model where the number alone could mean another', () => {
  expect(sdkErrorLabel({ code: '30004', model: null })).toBe('30004')
  expect(sdkErrorLabel({ code: '30004', model: 'native' })).toBe('30004')
  expect(sdkErrorLabel({ code: '1004', model: '6.0.0' })).toBe('6.0.0/1004')
})
