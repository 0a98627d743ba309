import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entryText } from '@/components/audit/entry-text'
import { historyFile } from '@/components/audit/history-file'
import { DeviceFacts } from '@/components/devices/row/device-facts'
import { deviceDescription, deviceName, deviceSubtitle } from '@/components/devices/row/device-name'
import { receiptText } from '@/components/receipts/receipt-text'
import { sdkErrorLabel } from '@/lib/activations/tracking/sdk-errors'
import { auditEvent } from '@/lib/audit/events/events'
import type { OwnEntry } from '@/lib/audit/reading/own-history'
import { ownedDevices } from '@/lib/devices/list/read-devices'
import { rememberDevice } from '@/lib/devices/model/device'
import type { Receipt } from '@/lib/devices/receipts/receipt-state'
import { messagesOf } from '@/lib/i18n/catalogue'
import { translator } from '@/lib/i18n/translator'
import { notificationSchema } from '@/lib/notifications/notification'
import { renderEmail } from '@/lib/notifications/render-email'
import { mapDeviceRow } from '@/lib/recognize/map'
import { readDeviceRow } from '@/lib/recognize/schema'
import { useEnvironment } from '../builders/environment'
import { LURES, STRANGE_TEXTS, XSS_TEXTS } from '../builders/hostile-text'
import { newUserId, phoneRow } from '../builders/rows'
import { anyText } from './support/any-text'
import { shownText } from './support/render'

useEnvironment()

const words = { t: translator('en', messagesOf('en')), formats: 'en-GB', timeZone: 'UTC' }
const at = '2026-01-15T14:03:00.000Z'
const userId = newUserId()

/** The device of a row whose every text is this one. */
function deviceSaying(text: string) {
  const row = phoneRow({ userId, osVersion: text, sdkVersion: text, state: text })
  const mapped = mapDeviceRow(readDeviceRow(row), userId, 'UTC', new Date(at))
  return ownedDevices([mapped], 0)[0]?.device ?? null
}

const sender = { brand: 'Harbour Bank', contact: null, portal: 'https://devices.bank.example/' }
const mailOf = (description: string | null) =>
  renderEmail(
    notificationSchema.parse({
      ...{ type: 'phone-added', at, recovered: false },
      device: { description, fingerprint: 'ABCD-2345' },
    }),
    sender,
  ).text

async function fileOf(entry: OwnEntry, format: 'csv' | 'json'): Promise<string> {
  async function* pages() {
    yield await Promise.resolve([entry])
  }
  let text = ''
  for await (const piece of historyFile(pages(), format, words)) text += piece
  return text
}

/** All that people read of a device whose row says this, by where they read it. */
async function readByPeople(text: string): Promise<Record<string, string>> {
  const device = deviceSaying(text)
  // The service says that it is gone: it isn't shown.
  if (device === null) return {}
  const remembered = rememberDevice(device)
  // As an older version, or somebody with the database, may have written it.
  const changed = auditEvent.parse({
    ...{ type: 'device-changed', version: 1 },
    detail: { device: { ...remembered, osVersion: text }, from: text, to: text },
  })
  const stored = 'device' in changed.detail ? changed.detail.device : remembered
  const receipt = {
    ...{ referenceCode: 'ABCD-EFGH-JKLM', reason: 'lost', by: 'person', state: 'confirmed', at },
    device: stored ?? remembered,
  } as unknown as Receipt
  const entry: OwnEntry = {
    ...{ id: 1, type: changed.type, outcome: 'done', by: 'self', at, event: changed },
    ...{ device: receipt.device, fingerprint: null, reason: null, receipt: null },
  }
  return {
    name: deviceName(device, words),
    description: deviceDescription(device, words),
    subtitle: deviceSubtitle(device, words),
    facts: shownText(<DeviceFacts device={device} translations={words} />),
    receipt: receiptText(receipt, 'Harbour Bank', words),
    history: entryText(changed, 'own', words.t),
    auditor: entryText(changed, 'auditor', words.t),
    csv: await fileOf(entry, 'csv'),
    json: await fileOf(entry, 'json'),
    mail: mailOf(device.osVersion),
    // The outbox is a table too.
    'stored mail': mailOf(text),
    // What the browser of the person, and of an agent, is sent.
    'sent to the browser': JSON.stringify({ device, receipt }),
  }
}

/** Who says nothing but this has the form of a version or of a state. Written apart from the code. */
const isPlain = (text: string) =>
  /^(?:(?:[A-Za-z]+ ?(?:OS)?[ /-]?)?\d{1,2}(?:\.\d{1,2}){0,2}(?: \((?:API|SDK) \d\d\))?|v?\d{1,2}(?:\.\d{1,2}){0,2}(?:-[a-z]+\.?\d{0,2})?|[A-Za-z]{2,16}(?:_[A-Za-z]{2,16})?)$/i.test(
    text,
  )
/** Without what is no text at all, and without white space, as a page or a file may lay it out. */
const bare = (text: string) => text.replaceAll(/[\p{C}\p{Z}\s]/gu, '')

for (const lure of LURES)
  test(`a row that says ${JSON.stringify(lure)} says it nowhere that a person reads @D6 @D8`, async () => {
    for (const [where, text] of Object.entries(await readByPeople(lure)))
      expect(bare(text), where).not.toContain(bare(lure))
  })

test('no hostile text of a row stands on a page, in a mail, in a file or in what a browser is sent @D6 @D8', async () => {
  for (const text of [...XSS_TEXTS, ...STRANGE_TEXTS]) {
    const hidden = bare(text)
    if (hidden === '' || isPlain(hidden)) continue
    for (const [where, read] of Object.entries(await readByPeople(text)))
      expect(bare(read), where).not.toContain(hidden)
  }
})

test('whatever a row says, only a version, a known system or a word or two come of it @D6 @D8', async () => {
  const part = fc.constantFrom('iOS', 'Android', '17', '.', ' ', '0800', '_', 'call', '/', '(', ')')
  const mixed = fc.array(part, { maxLength: 10 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyText({ maxLength: 60 }), mixed), async (text) => {
      const device = deviceSaying(text)
      for (const said of [device?.osVersion, device?.sdkVersion, device?.inactiveState]) {
        if (said === null || said === undefined || /^other (system|version|state)$/.test(said))
          continue
        expect(said).toSatisfy(isPlain)
        expect(said.replaceAll(/\D/g, '').length).toBeLessThanOrEqual(8)
        expect(said.length).toBeLessThanOrEqual(40)
      }
    }),
  )
})

test('what services say is shown as they say it', () => {
  const systems = ['iOS 17.4', 'iOS 18', 'Android 15', 'iPadOS 17.4.1', 'android 9', '17.4', '15']
  for (const text of [...systems, 'Android 15 (API 35)', 'HarmonyOS 4.2'])
    expect(deviceSaying(text)?.osVersion).toBe(text)
  for (const text of ['5.3.0', '5.10', '6.0.0-beta.1', '5.2.1-rc1', 'v5.3.0'])
    expect(deviceSaying(text)?.sdkVersion).toBe(text)
  for (const text of ['SUSPENDED', 'BLOCKED', 'Deactivated', 'PENDING_DELETION'])
    expect(deviceSaying(text)?.inactiveState).toBe(text)
  // A word that can't be read is none that lets anybody in.
  expect(deviceSaying('Your account is locked')?.inactiveState).not.toBeNull()
})

test('whatever an app reports as its error, its label is a number, a name of the SDK or “OTHER” @D6', () => {
  const label =
    /^(?:(?:v?\d{1,2}(?:\.\d{1,2}){0,2}(?:-\w+(?:\.\d+)?)?|OTHER)\/)?(?:\d{1,5}|[A-Z]+(?:_[A-Z]+)*)$/i
  const text = fc.oneof(fc.constantFrom(...LURES, ...XSS_TEXTS), anyText({ maxLength: 64 }))
  fc.assert(
    fc.property(text, fc.option(text), (code, model) => {
      const shown = sdkErrorLabel({ code, model })
      expect(shown).toMatch(label)
      expect(shown.replaceAll(/\D/g, '').length).toBeLessThan(14)
    }),
  )
  for (const lure of LURES) {
    expect(sdkErrorLabel({ code: lure, model: lure })).toBe('OTHER/OTHER')
    const event = { type: 'activation-failed', version: 2, detail: { code: lure, model: lure } }
    for (const voice of ['own', 'auditor'] as const)
      expect(entryText(auditEvent.parse(event), voice, words.t)).not.toContain(lure)
  }
  for (const code of ['30004', '539', 'CORE_FACE_NOT_MATCHING', 'CORE_NEWER_ERROR'])
    expect(sdkErrorLabel({ code, model: null })).toBe(code)
  expect(sdkErrorLabel({ code: '3004', model: '6.0.0' })).toBe('6.0.0/3004')
  expect(sdkErrorLabel({ code: '30004', model: 'native' })).toBe('30004')
})
