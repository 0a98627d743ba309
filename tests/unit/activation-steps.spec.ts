import { expect, test } from 'vitest'
import type { Activation } from '@/lib/activations/tracking/activation-state'
import {
  canUndo,
  mayGetReceipt,
  minutesAndSeconds,
  stageOf,
  stepsOf,
} from '@/components/activations/progress/steps'
import { canStart, startMethodOf } from '@/components/activations/start/start-method'

const minute = (count: number) => new Date(Date.UTC(2026, 0, 15, 9, count)).toISOString()

const activation = (change: Partial<Activation>): Activation => ({
  number: 'A',
  purpose: 'bind',
  startedAt: minute(0),
  expiresAt: minute(10),
  openedAt: null,
  redeemedAt: null,
  facePassedAt: null,
  failure: null,
  ending: null,
  endedAt: null,
  device: null,
  undoReceipt: null,
  usesBackup: false,
  backupDestroyed: false,
  version: 1,
  ...change,
})

const states = (change: Partial<Activation>) =>
  stepsOf(activation(change)).map(({ name, state }) => `${name} ${state}`)

test('a step that has not happened is never shown as done, and at most one is going on', () => {
  expect(states({})).toEqual(['scan now', 'signIn next', 'face next', 'list next', 'compare next'])
  expect(states({ openedAt: minute(1) }).slice(0, 2)).toEqual(['scan done', 'signIn now'])
  expect(states({ redeemedAt: minute(2) }).slice(0, 3)).toEqual([
    'scan done',
    'signIn done',
    'face now',
  ])
  expect(states({ purpose: 'make-state', redeemedAt: minute(2) })).toEqual([
    'scanOld done',
    'signIn done',
    'make now',
    'newPhone next',
  ])
})

test('nothing is going on any more once it has ended', () => {
  for (const ending of ['expired', 'cancelled', 'superseded', 'unseen', 'undone'] as const)
    expect(states({ ending, endedAt: minute(3) }).join()).not.toContain('now')
})

test('a face check that nobody reported counts as done, without a time, when the phone is listed', () => {
  const steps = stepsOf(activation({ redeemedAt: minute(2), ending: 'listed', endedAt: minute(4) }))
  expect(steps.find(({ name }) => name === 'face')).toEqual({
    name: 'face',
    state: 'done',
    at: null,
  })
})

test('the stage is how it ended, else the last thing that happened', () => {
  expect(stageOf(activation({}))).toBe('waiting')
  expect(stageOf(activation({ redeemedAt: minute(2) }))).toBe('redeemed')
  expect(stageOf(activation({ redeemedAt: minute(2), facePassedAt: minute(3) }))).toBe('passed')
  expect(stageOf(activation({ openedAt: minute(1), ending: 'cancelled' }))).toBe('cancelled')
})

test('undoing is offered for a day after the phone was listed, and for nothing else', () => {
  const listed = activation({ ending: 'listed', endedAt: minute(0) })
  expect(canUndo(listed, minute(24 * 60 - 1))).toBe(true)
  expect(canUndo(listed, minute(24 * 60))).toBe(false)
  expect(canUndo(activation({ ending: 'undone', endedAt: minute(0) }), minute(1))).toBe(false)
  expect(canUndo(activation({}), minute(1))).toBe(false)
})

test('a receipt is waited for only where a phone may still appear', () => {
  const undone = { ending: 'undone', endedAt: minute(5) } as const
  expect(mayGetReceipt(activation(undone), minute(6))).toBe(false)
  const used = { ...undone, redeemedAt: minute(2) }
  expect(mayGetReceipt(activation(used), minute(6))).toBe(true)
  expect(mayGetReceipt(activation(used), minute(24 * 60 + 5))).toBe(false)
  expect(mayGetReceipt(activation({ ...used, undoReceipt: 'R' }), minute(6))).toBe(false)
})

test('seconds are shown as minutes and seconds', () => {
  expect([600, 521, 60, 9, 0].map(minutesAndSeconds)).toEqual([
    '10:00',
    '8:41',
    '1:00',
    '0:09',
    '0:00',
  ])
})

test('without a free place nothing is begun; a stored backup goes before the old phone', () => {
  const choice = (used: number, storedAt: string | null, phones: number) => ({
    identity: 0,
    places: { used, limit: 50 },
    backup: storedAt === null ? null : { storedAt, deviceId: null },
    isBackupElsewhere: false,
    phones,
  })
  expect(startMethodOf(choice(50, minute(0), 1))).toBe('full')
  expect(startMethodOf(choice(51, minute(0), 1))).toBe('full')
  expect(startMethodOf(choice(0, null, 0))).toBe('neither')
  expect(startMethodOf(choice(49, minute(0), 1))).toBe('backup')
  // What the old phone makes takes a place of its own.
  expect(startMethodOf(choice(49, null, 1))).toBe('full')
  expect(startMethodOf(choice(48, null, 1))).toBe('oldPhone')
  expect(canStart({ identities: [] })).toBe(false)
  expect(canStart({ identities: [choice(50, minute(0), 1), choice(1, null, 0)] })).toBe(false)
  expect(canStart({ identities: [choice(50, minute(0), 1), choice(1, null, 2)] })).toBe(true)
  // A backup elsewhere doesn't take the old phone away.
  const elsewhere = { ...choice(1, null, 1), isBackupElsewhere: true }
  expect([startMethodOf(elsewhere), canStart({ identities: [elsewhere] })]).toEqual([
    'elsewhere',
    true,
  ])
})
