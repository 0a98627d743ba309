import { expect, test } from 'vitest'
import { connectionOf } from '@/lib/notifications/send-mail'

test('mail leaves this machine over TLS only, unless the URL says otherwise @F3', () => {
  for (const [url, requireTLS, secure, port] of [
    ['smtp://mail.example', true, false, 587],
    ['smtp://mail.example:25', true, false, 25],
    ['smtp://localhost.evil.example', true, false, 587],
    ['smtp://mail.example?requireTLS=no', true, false, 587],
    ['smtp://mail.example?requireTLS=false', false, false, 587],
    ['smtps://mail.example', false, true, 465],
    ['smtp://localhost:1025', false, false, 1025],
    ['smtp://127.0.0.1:1025', false, false, 1025],
    ['smtp://[::1]:1025', false, false, 1025],
  ] as const)
    expect(connectionOf(url), url).toMatchObject({ requireTLS, secure, port })
})

test('no option but these can be set by the URL @D3 @F3', () => {
  const url = 'smtp://mail.example?tls.rejectUnauthorized=false&sendmail=true&pool=true&logger=true'
  expect(Object.keys(connectionOf(url)).toSorted()).toEqual([
    'host',
    'port',
    'requireTLS',
    'secure',
  ])
})

test('user name and password are taken to the letter', () => {
  const { auth } = connectionOf('smtp://no%40reply:p%3Aa%2Fs%25s@mail.example')
  expect(auth).toEqual({ user: 'no@reply', pass: 'p:a/s%s' })
})
