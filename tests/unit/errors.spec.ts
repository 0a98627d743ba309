import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import { codeOfStatus, isUnclear, type RecognizeErrorCode } from '@/lib/recognize/errors'

const unclear: Record<RecognizeErrorCode, boolean> = {
  unreachable: true,
  timeout: true,
  unavailable: true,
  'unexpected-answer': true,
  'key-refused': false,
  'not-found': false,
  rejected: false,
  busy: false,
}

/** What each status means, said once more and independently of the code. */
function expected(status: number): RecognizeErrorCode {
  const named: Record<number, RecognizeErrorCode> = {
    401: 'key-refused',
    403: 'key-refused',
    404: 'not-found',
    429: 'busy',
  }
  if (status < 400) return 'unexpected-answer'
  return named[status] ?? (status < 500 ? 'rejected' : 'unavailable')
}

test('every status from 100 to 599 has its meaning, none falls through @J4', () => {
  for (let status = 100; status <= 599; status++) {
    assert.equal(codeOfStatus(status), expected(status), `status ${status}`)
  }
})

for (const [code, answer] of Object.entries(unclear) as [RecognizeErrorCode, boolean][])
  test(`${code} ${answer ? 'may' : 'can’t'} hide that the call had its effect @J4`, () => {
    expect(isUnclear({ code, requestId: 'r', sent: true })).toBe(answer)
  })
