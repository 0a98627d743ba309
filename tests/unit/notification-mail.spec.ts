import { expect, test } from 'vitest'
import fc from 'fast-check'
import { renderEmail, type Sender } from '@/lib/notifications/render-email'
import type { Notification } from '@/lib/notifications/notification'
import { anyText } from './support/any-text'

const sender: Sender = {
  brand: 'Harbour Bank',
  contact: 'Harbour Bank support on 0800 0100 200',
  portal: 'https://devices.bank.example/devices',
}
const at = '2026-01-15T14:03:59.000Z'
const device = { description: 'iOS 17.4', fingerprint: 'ABCD-2345' }
const added: Notification = { type: 'phone-added', at, device, recovered: false }
const undone = {
  type: 'phone-undone',
  at,
  device,
  oldPhone: false,
  backupDestroyed: false,
} as const satisfies Notification
const deviceOf = (notice: Notification) => ('device' in notice ? notice.device : null)
const kindOf = (notice: Notification) => {
  const device = deviceOf(notice)
  return device && 'kind' in device ? device.kind : ''
}
const bySupport = {
  type: 'removed-by-support',
  at,
  device: { ...device, kind: 'phone' },
  until: null,
  waitsForService: false,
} as const satisfies Notification
const notices: Notification[] = [
  added,
  { ...bySupport, device: { ...device, kind: 'backup' } },
  { ...bySupport, until: at },
  { ...bySupport, device: { ...device, kind: 'temporary' }, waitsForService: true },
  { type: 'phone-prepared', at },
  { ...added, recovered: true },
  undone,
  { ...undone, backupDestroyed: true },
  { ...undone, device: null },
  { ...undone, device: null, oldPhone: true },
  { type: 'recovery-started', at },
  ...(['phone', 'backup', 'temporary', 'unknown'] as const).map((kind): Notification => {
    return { type: 'phone-removed-unrecognised', at, device: { ...device, kind } }
  }),
  ...(['phone', 'backup', 'temporary', 'unknown'] as const).flatMap((kind): Notification[] => [
    { type: 'device-appeared', at, device: { ...device, kind }, others: kind === 'phone' ? 0 : 2 },
    { type: 'device-came-back', at, device: { ...device, kind } },
  ]),
]
/** Whatever breaks lines, in any system. */
const BREAKS = ['\r\n', '\n', '\r', '\u0085', '\u2028', '\u2029', '\v', '\f', '\0']

test('a line break in any variable begins no line of its own, in subject or body @D8', () => {
  for (const lineBreak of BREAKS) {
    const evil = `x${lineBreak}Bcc: evil@evil.example${lineBreak}${lineBreak}y`
    for (const notice of notices) {
      // What is no fingerprint is left out.
      const known = deviceOf(notice) && { ...deviceOf(notice), fingerprint: null }
      const good = renderEmail({ ...notice, device: known } as Notification, sender)
      const broken = { brand: evil, contact: evil, portal: evil }
      const device = deviceOf(notice) && {
        ...deviceOf(notice),
        description: evil,
        fingerprint: evil,
      }
      const letter = renderEmail({ ...notice, device } as Notification, broken)
      expect(letter.subject).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
      expect(letter.text).not.toMatch(/^Bcc/m)
      expect(letter.text.split('\n')).toHaveLength(good.text.split('\n').length)
    }
  }
})

test('what a device says of itself is a known system, or another one, whatever it says @D8', () => {
  const systemIn = (description: string) => {
    const { text } = renderEmail({ ...added, device: { description, fingerprint: null } }, sender)
    expect(text.split('\n').length).toBeLessThanOrEqual(14)
    return /^System: (.*)$/m.exec(text)?.[1] ?? ''
  }
  fc.assert(
    fc.property(anyText({ maxLength: 200 }), (description) => {
      expect(systemIn(description)).toMatch(/^(other system|[A-Za-z ]{0,12}[\d./ -]{0,12})$/)
    }),
  )
  expect(systemIn('iOS. Call https://evil.example/now')).toBe('other system')
  expect(systemIn('Android 15')).toBe('Android 15')
})

test('what is no fingerprint isn’t called one @D8', () => {
  for (const fingerprint of ['CALL 0800', 'evil.example', 'ABCD-2345\nCall', ''])
    expect(
      renderEmail({ ...added, device: { description: null, fingerprint } }, sender).text,
    ).not.toContain('Fingerprint')
})

for (const notice of notices) {
  const kind =
    notice.type === 'phone-removed-unrecognised' || /^device-/.test(notice.type)
      ? kindOf(notice)
      : ''
  const more = (['recovered', 'oldPhone', 'backupDestroyed'] as const)
    .filter(
      (flag) =>
        flag in notice && Object.entries(notice).some(([name, is]) => name === flag && is === true),
    )
    .join()
  const held = 'until' in notice && notice.until !== null ? 'held' : ''
  test(`${notice.type} ${kind}${more}${held}${deviceOf(notice) ? '' : 'not listed'}: says what, when in UTC, and what to do @N9 @N14`, () => {
    const { subject, text } = renderEmail(notice, sender)
    expect(subject).toMatch(/^Harbour Bank: .{10,}/)
    expect(text).toContain('When: 15 January 2026 at 14:03 UTC')
    expect(text).toContain(sender.portal)
    expect(text).toContain(sender.contact ?? '')
    expect(text.includes('ABCD-2345')).toBe(deviceOf(notice) !== null)
    expect(`${subject}${text}`).not.toMatch(/[{}*]|undefined|null|[?#]/)
  })
}

test('only of a removal that waits is it said until when it can be undone', () => {
  const wait = renderEmail({ ...bySupport, until: '2026-01-15T14:04:00.000Z' }, sender).text
  expect(wait).toContain('It is removed at 15 January 2026 at 14:04 UTC')
  expect(renderEmail(bySupport, sender).text).not.toContain('undo')
  // Nobody knows when the service will be back.
  const waiting = renderEmail({ ...bySupport, waitsForService: true }, sender).text
  expect(waiting).toContain('as soon as the service is back')
  expect(waiting).not.toContain('It is removed at')
})

test('an undo claims no phone where there was none, and a lost backup only where one was destroyed', () => {
  const text = (more: Partial<typeof undone> | object) =>
    renderEmail({ ...undone, ...more }, sender).text
  expect(text({})).toContain('a phone which was just added')
  expect(text({})).not.toContain('backup')
  expect(text({ backupDestroyed: true })).toContain('no longer keeps the recovery backup')
  for (const oldPhone of [false, true])
    expect(text({ device: null, oldPhone })).not.toMatch(/is being removed|was just added/)
  expect(text({ device: null, oldPhone: true })).toContain('temporary backup')
})

test('a phone from a recovery backup is called that, and no other is', () => {
  const letters = notices.map((notice) => renderEmail(notice, sender))
  const recovered = letters.filter(({ text }) => text.includes('from your recovery backup'))
  expect(recovered).toEqual([renderEmail({ ...added, recovered: true }, sender)])
})

test('without a support contact nobody is told to call one', () => {
  for (const notice of notices)
    expect(renderEmail(notice, { ...sender, contact: null }).text).not.toContain('call')
})

test('what isn’t known is left out instead of standing there empty', () => {
  const unknown = { ...added, device: { description: null, fingerprint: null } }
  expect(renderEmail(unknown, sender).text).not.toMatch(/System|Fingerprint/)
})
