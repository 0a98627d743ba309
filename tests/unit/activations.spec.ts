import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { codeHash, newCodes, readCode, typedCodeHash } from '@/lib/activations/codes/codes'
import { activationLink } from '@/lib/activations/codes/activation-link'
import { READABLE_ALPHABET } from '@/lib/platform/reference-code'
import { operationAnswer } from '@/lib/recognize/schema'
import { useEnvironment } from '../builders/environment'
import { anyText } from './support/any-text'

useEnvironment()

const ada = { issuer: 'https://issuer.example', subject: 'ada' }

describe('codes', () => {
  test('a text that is none is read as none @D3', () => {
    const { code, typed } = newCodes()
    for (const text of [
      '',
      ' ',
      code.slice(1),
      `${code}A`,
      `${code}=`,
      typed.slice(1),
      `${typed}2`,
    ])
      expect(readCode(text)).toBeNull()
    for (const text of ['0123-4567-89', 'IIII-OOOO-11', '2345-2345-2\u00ad3', 'ÄÖÜ2-2345-23'])
      expect(readCode(text)).toBeNull()
    fc.assert(fc.property(anyText({ minLength: 65 }), (text) => !readCode(text)))
  })

  test('a long code has 132 random bits, a typed one 50, and no two are alike @H1', () => {
    const codes = Array.from({ length: 2_000 }, newCodes)
    const form = new RegExp(`^([${READABLE_ALPHABET}]{4}-){2}[${READABLE_ALPHABET}]{2}$`)
    expect(codes.filter(({ code }) => !/^[A-Za-z0-9_-]{22}$/.test(code))).toEqual([])
    expect(codes.filter(({ typed }) => !form.test(typed))).toEqual([])
    expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length)
    expect(new Set(codes.map(({ typed }) => typed)).size).toBe(codes.length)
    // Each character at each place: none is fixed, none is missing.
    for (let place = 0; place < 22; place++)
      expect(new Set(codes.map(({ code }) => code[place])).size).toBe(64)
    for (const place of [0, 1, 2, 3, 5, 6, 7, 8, 10, 11])
      expect(new Set(codes.map(({ typed }) => typed[place])).size).toBe(32)
  })

  test('a typed code is the same in any letter case, with any spaces and dashes', () => {
    const { typed } = newCodes()
    const text = typed.replaceAll('-', '')
    for (const form of [typed, text, typed.toLowerCase(), ` ${text} `, text.split('').join(' ')])
      expect(readCode(form)).toEqual({ kind: 'typed', text })
    expect(readCode(typed.replaceAll('-', '–'))).toEqual({ kind: 'typed', text })
  })

  test('a typed code’s hash is one person’s at one provider, and neither hash holds its code @H1', () => {
    const { code, typed } = newCodes()
    const own = typedCodeHash(ada, typed)
    expect(typedCodeHash(ada, typed.replaceAll('-', ''))).toBe(own)
    const others = [
      { ...ada, subject: 'Ada' },
      { ...ada, issuer: 'https://issuer.example/' },
      { issuer: `${ada.issuer}a`, subject: 'da' },
    ]
    for (const other of others) expect(typedCodeHash(other, typed)).not.toBe(own)
    for (const hash of [own, codeHash(code)]) expect(hash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('the link carries the code in its fragment alone, which says what it is for @H1', () => {
    const { code } = newCodes()
    expect(activationLink(code, 'bind')).toBe(`https://app.example/activate#code=${code}`)
    expect(activationLink(code, 'make-state')).toBe(`https://app.example/activate#make=${code}`)
  })
})

describe('an operation', () => {
  const answer = {
    id: 'x',
    operationId: 'op-1',
    userId: 'ab12',
    apiKey: 'THE-KEY',
    timestamp: '2026-01-01',
  }

  test('of another id, or without a user, is none', () => {
    expect(operationAnswer('op-2').safeParse(answer).success).toBe(false)
    for (const userId of [undefined, null, '', '../AB', 'AB/..', 7])
      expect(operationAnswer('op-1').safeParse({ ...answer, userId }).success).toBe(false)
  })

  test('is read for its user alone: the key that comes with it stays outside', () => {
    expect(operationAnswer('op-1').parse(answer)).toEqual({ userId: 'AB12' })
  })
})
