import { expect, test } from 'vitest'
import { coverageSentence } from '@/components/devices/list/coverage-card'
import { waysBackIn } from '@/lib/devices/model/ways-back-in'
import type { Device } from '@/lib/devices/model/device'
import { en } from '@/lib/i18n/messages/en'
import { translator } from '@/lib/i18n/translator'
import { backup, inventory, phone, several, temporary, unstated } from '../builders/devices'

const words = { t: translator('en', en), formats: 'en-GB', timeZone: 'UTC' }
const sentenceFor = (devices: readonly Device[]) =>
  coverageSentence(waysBackIn(inventory(devices)), words, '2026-06-01T12:00:00.000Z')

const counts = [0, 1, 2, 3]
const combinations = counts.flatMap((phones) => counts.map((backups) => ({ phones, backups })))

/** Phones of different names, the newest an iPhone; backups of different years. */
function list(phones: number, backups: number): Device[] {
  const others = several(Math.max(phones - 1, 0), 'phone', { osVersion: 'Android 15' })
  const newest = phone({ addedAt: '2026-01-01T00:00:00.000000000Z' })
  return [...(phones > 0 ? [newest] : []), ...others, ...several(backups, 'backup')]
}

const variants = {
  undatedBackup: [phone(), backup({ addedAt: null })],
  thisYear: [phone(), backup({ addedAt: '2026-03-03T16:20:05.118000000Z' })],
  sameName: [phone(), phone()],
  named: [phone({ nickname: 'Ada’s **work** phone', addedAt: '2026-01-01T00:00:00.000000000Z' })],
  hostileName: [phone({ nickname: '{backup}' }), backup()],
  worthless: [temporary(), phone({ inactiveState: 'OFF' })],
  unsure: [unstated(), unstated()],
  unsureWithout: [phone(), unstated()],
}

const sentences = combinations.map(({ phones, backups }) => sentenceFor(list(phones, backups)))
const variant = Object.fromEntries(
  Object.entries(variants).map(([name, devices]) => [name, sentenceFor(devices)]),
) as Record<keyof typeof variants, string>

test('no combination is without an answer to “could I still get in?” @N2', () => {
  expect(sentences).toHaveLength(16)
  for (const sentence of sentences) expect(sentence).toContain('could still get in')
})

test('nothing is left to fill in and nothing reads like a missing value', () => {
  for (const sentence of [...sentences, ...Object.values(variant)]) {
    expect(sentence).not.toMatch(/undefined|null|NaN|\*\*\*\*/)
    expect((sentence.match(/\*\*/g) ?? []).length % 2, sentence).toBe(0)
  }
  for (const sentence of sentences) expect(sentence).not.toMatch(/[{}]/)
})

test('what the person doesn’t have is never named as a way in', () => {
  for (const [index, { phones, backups }] of combinations.entries()) {
    const sentence = sentences[index] ?? ''
    const named = {
      lost: sentence.includes('lost your **iPhone**'),
      otherPhone: /\*\*Android phone\*\*|other phone/.test(sentence),
      backup: sentence.includes('**recovery backup**'),
    }
    expect(named, sentence).toEqual({
      lost: phones > 0,
      otherPhone: phones > 1,
      backup: backups > 0,
    })
  }
})

test('different facts are told in different words', () => {
  const byFacts = new Map<string, string>()
  for (const [index, { phones, backups }] of combinations.entries()) {
    // With a second phone, one backup and several say the same: the newest one.
    const facts = `${phones} ${phones > 1 ? Math.min(backups, 1) : Math.min(backups, 2)}`
    const sentence = sentences[index] ?? ''
    expect(byFacts.get(facts) ?? sentence).toBe(sentence)
    byFacts.set(facts, sentence)
  }
  expect(new Set(byFacts.values()).size).toBe(byFacts.size)
})

test('the newest backup is told by its day, with the year only when it is another one', () => {
  expect(sentences[combinations.findIndex((one) => one.phones === 1 && one.backups === 1)]).toBe(
    'If you lost your **iPhone**, you could still get in with a **recovery backup** from 15 January 2025.',
  )
  expect(variant.thisYear).toContain('from 3 March.')
  expect(variant.undatedBackup).toContain('with a **recovery backup**.')
})

test('two phones of the same name are told apart', () => {
  expect(variant.sameName).toContain('with your **other iPhone**')
})

test('a name that a person chose can’t change the words around it @D6', () => {
  expect(variant.named).toContain('lost your **\u2068Ada’s *work* phone\u2069**')
  expect(variant.hostileName).toContain(
    'lost your **\u2068{backup}\u2069**, you could still get in with a **recovery',
  )
})

test('temporaries and unusable phones are told as nothing', () => {
  expect(variant.worthless).toBe(sentences[0])
})

test('rows of unknown kind are neither a way in nor a plain no', () => {
  expect(variant.unsure).toBe(
    'We can’t say yet whether you **could still get in** without your phone.',
  )
  expect(variant.unsureWithout).toBe(
    'If you lost your **iPhone**, we can’t say yet whether you **could still get in**.',
  )
  expect(sentenceFor([phone(), phone(), unstated()])).toContain('with your **other iPhone**')
})
