import { expect, test } from 'vitest'
import { readBody } from '@/lib/web/read-body'

const JSON_TYPE = { 'Content-Type': 'application/json' }
const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' }

function post(body: BodyInit, headers: Record<string, string>): Request {
  return new Request('http://portal.example/', { method: 'POST', body, headers })
}

const refusal = async (body: BodyInit, headers: Record<string, string>, limit = 100) => {
  const read = await readBody(post(body, headers), { limit, type: 'json' })
  return read.ok ? null : read.error.code
}

test('a body of another kind, one that is too long and malformed UTF-8 are refused', async () => {
  for (const type of ['', 'text/plain', 'application/jsonx', 'application/csp-report'])
    expect(await refusal('{}', { 'Content-Type': type }), type).toBe('media-type')
  expect(await refusal(JSON.stringify('x'.repeat(99)), JSON_TYPE)).toBe('too-large')
  expect(await refusal('{}', { ...JSON_TYPE, 'Content-Length': '101' })).toBe('too-large')
  expect(await refusal('{', JSON_TYPE)).toBe('not-json')
  expect(await refusal('', JSON_TYPE)).toBe('not-json')
  expect(await refusal(new Uint8Array([0x22, 0xff, 0x22]), JSON_TYPE)).toBe('not-json')
})

test('of a body that never ends no more is read than its limit', async () => {
  let pulled = 0
  let cancelled = false
  const endless = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        pulled++
        controller.enqueue(new Uint8Array(40))
      },
      cancel: () => {
        cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  const request = new Request('http://portal.example/', {
    method: 'POST',
    body: endless,
    headers: JSON_TYPE,
    duplex: 'half',
  } as RequestInit)
  const read = await readBody(request, { limit: 100, type: 'json' })
  expect(read).toEqual({ ok: false, error: { code: 'too-large' } })
  expect(cancelled).toBe(true)
  expect(pulled).toBeLessThanOrEqual(4)
})

test('a body as long as its limit is read, JSON as its value and a form as its fields', async () => {
  const text = JSON.stringify('x'.repeat(98))
  const json = await readBody(post(text, JSON_TYPE), { limit: 100, type: 'json' })
  expect(json).toEqual({ ok: true, value: 'x'.repeat(98) })
  const form = await readBody(post('a=1&a=2', FORM_TYPE), { limit: 100, type: 'form' })
  expect(form.ok && form.value.getAll('a')).toEqual(['1', '2'])
})
