import { expect, test } from 'vitest'
import { openFormDraft, sealFormDraft } from '@/lib/auth/step-up/form-draft'
import { useEnvironment } from '../builders/environment'

useEnvironment()

const owner = { issuer: 'https://issuer.example', subject: 'agent-1' }
const page = '/support/users/AB/devices/CD/remove'

function formOf(fields: readonly (readonly [string, string | Blob])[]): FormData {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  return form
}

const form = formOf([
  ['person', 'AB'],
  ['reason', 'lost'],
  ['ticket', 'Mrs Smith, 4711'],
  ['verified', 'yes'],
  ['device', 'one'],
  ['device', 'two'],
  ['ticket', new Blob(['no text'])],
  ['$ACTION_ID_x', ''],
])

test('what was entered comes back to the same person on the same page, and to nobody else @A6', () => {
  const sealed = sealFormDraft(form, owner, page)
  for (const other of [
    openFormDraft(sealed, { ...owner, subject: 'agent-2' }, page),
    openFormDraft(sealed, { ...owner, issuer: 'https://other.example' }, page),
    openFormDraft(sealed, owner, `${page}/`),
    openFormDraft(`${sealed?.startsWith('A') ? 'B' : 'A'}${sealed?.slice(1)}`, owner, page),
    openFormDraft(sealed?.slice(0, -2), owner, page),
    openFormDraft([sealed], owner, page),
    openFormDraft('', owner, page),
    openFormDraft(undefined, owner, page),
  ])
    expect(other).toEqual({})
  expect(openFormDraft(sealed, owner, page)).toEqual({
    reason: ['lost'],
    ticket: ['Mrs Smith, 4711'],
    verified: ['yes'],
    device: ['one', 'two'],
  })
})

test('an address shows nothing of what was entered, and is no longer than a cookie @A6', () => {
  expect(sealFormDraft(form, owner, page)).toMatch(/^[\w-]{1,3000}$/)
  const devices = (count: number) =>
    formOf(Array.from({ length: count }, () => ['device', 'f'.repeat(32)] as const))
  // More backups than a person has places for; ticked once more when there are more yet.
  const sealed = sealFormDraft(devices(50), owner, page)
  expect(openFormDraft(sealed, owner, page).device).toHaveLength(50)
  expect(sealFormDraft(devices(1000), owner, page)).toBeNull()
  for (const nothing of [new FormData(), null, 'text', { getAll: 1 }])
    expect(sealFormDraft(nothing, owner, page)).toBeNull()
})
