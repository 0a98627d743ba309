import { expect, test } from '../fixtures/test'

test('who found a hole finds where to write to, by a text that is good for less than a year', async ({
  request,
  stack,
}) => {
  const address = `${stack.portal.url}/.well-known/security.txt`
  const answer = await request.get(address)
  expect(answer.status()).toBe(200)
  expect(answer.headers()['content-type']).toBe('text/plain; charset=utf-8')
  const lines = (await answer.text()).split('\r\n')
  const fields = new Map(
    lines.filter(Boolean).map((line) => line.split(/: (.*)/) as [string, string]),
  )
  expect(Object.fromEntries(fields)).toEqual({
    Contact: 'mailto:security@harbour.example',
    Expires: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
    'Preferred-Languages': 'en',
    Canonical: address,
  })
  const days = (Date.parse(fields.get('Expires') ?? '') - Date.now()) / (24 * 3600 * 1000)
  expect(days).toBeGreaterThan(29)
  expect(days).toBeLessThan(365)
})
