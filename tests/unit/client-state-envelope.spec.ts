import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import {
  openEnvelope,
  rewrapKey,
  sealEnvelope,
  type StateEnvelope,
} from '@/lib/client-states/vault/envelope'
import { decrypt, encrypt, keyedHash, randomKey } from '@/lib/platform/crypto'
import type { KeyRing } from '@/lib/platform/key-ring'
import { anyText } from './support/any-text'

const [old, young] = [
  { id: '2025', key: randomKey() },
  { id: '2026', key: randomKey() },
]
const ring: KeyRing = [old]
const place = { id: 'one', userId: 'AB', kind: 'backup' } as const
const damaged = { ok: false, error: { code: 'state-damaged' } }

/** The bytes with one bit of one byte changed. */
function flipped(bytes: Uint8Array, at: number, bit = 0): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ (1 << bit)
  return changed
}

test('any one byte of a sealed row changed, and it is refused @G1', () => {
  const envelope = sealEnvelope('the state', place, ring)
  for (const part of ['wrappedKey', 'sealedState'] as const)
    for (let at = 0; at < envelope[part].length; at++)
      for (const bit of [0, 7]) {
        const changed: StateEnvelope = { ...envelope, [part]: flipped(envelope[part], at, bit) }
        assert.deepEqual(openEnvelope(changed, place, ring), damaged, `${part} ${at}`)
      }
  expect(openEnvelope(envelope, place, ring)).toEqual({ ok: true, value: 'the state' })
  // Version, iv and tag around each of them, and nothing that would tell what is inside.
  expect(envelope.wrappedKey.length).toBe(1 + 12 + 16 + 32)
  expect(envelope.sealedState.length).toBe(1 + 12 + 16 + 'the state'.length)
})

test('what was cut short or made longer is refused, and so is a shortened tag @G1', () => {
  const envelope = sealEnvelope('', place, ring)
  for (const part of ['wrappedKey', 'sealedState'] as const) {
    for (let length = 0; length < envelope[part].length; length++) {
      const cut = { ...envelope, [part]: envelope[part].slice(0, length) }
      assert.deepEqual(openEnvelope(cut, place, ring), damaged, `${part} ${length}`)
    }
    const longer = { ...envelope, [part]: Buffer.concat([envelope[part], Buffer.of(0)]) }
    assert.deepEqual(openEnvelope(longer, place, ring), damaged)
  }
})

test('in another row, for another person or of another kind it doesn’t open @G1', () => {
  const envelope = sealEnvelope('the state', place, ring)
  const other = sealEnvelope('another', { ...place, id: 'two' }, ring)
  for (const moved of [
    { ...place, id: 'two' },
    { ...place, userId: 'CD' },
    { ...place, kind: 'temporary' as const },
    // The same letters, divided in another way.
    { ...place, userId: 'ABo', id: 'ne' },
  ]) {
    expect(openEnvelope(envelope, moved, ring)).toEqual(damaged)
    expect(rewrapKey(envelope, moved, ring)).toEqual(damaged)
  }
  for (const mixed of [
    { ...envelope, wrappedKey: other.wrappedKey },
    { ...envelope, sealedState: other.sealedState },
  ])
    expect(openEnvelope(mixed, place, ring)).toEqual(damaged)
})

test('a missing key is named, never shown; a key of the same name that is another one opens nothing @G1 @G2', () => {
  const envelope = sealEnvelope('the state', place, ring)
  const missing = { ok: false, error: { code: 'key-missing', keyId: '2025' } }
  expect(openEnvelope(envelope, place, [young])).toEqual(missing)
  expect(openEnvelope(envelope, place, undefined)).toEqual(missing)
  expect(rewrapKey(envelope, place, [young])).toEqual(missing)
  expect(openEnvelope(envelope, place, [{ ...young, id: '2025' }])).toEqual(damaged)
  // The name is bound to the wrapped key too.
  expect(openEnvelope({ ...envelope, keyId: '2026' }, place, [{ ...old, id: '2026' }])).toEqual(
    damaged,
  )
})

test('wrapped anew it opens with the new key alone, and what is sealed has stayed @G2', () => {
  const envelope = sealEnvelope('the state', place, ring)
  const rewrapped = rewrapKey(envelope, place, [young, old])
  if (!rewrapped.ok) throw new Error(rewrapped.error.code)
  const anew = { ...envelope, ...rewrapped.value }
  expect(anew.keyId).toBe('2026')
  expect(openEnvelope(anew, place, [young])).toEqual({ ok: true, value: 'the state' })
  expect(openEnvelope(anew, place, ring)).toMatchObject({ error: { keyId: '2026' } })
})

test('made-up texts come back byte for byte, and no two are sealed alike @G1', () => {
  const text = fc.oneof(
    anyText({ maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom('\0', '\n', '\r', '\u0085', '\u2028', '\ufeff', '"') }),
    fc.json(),
  )
  fc.assert(
    fc.property(text, (state) => {
      const [one, two] = [sealEnvelope(state, place, ring), sealEnvelope(state, place, ring)]
      const opened = openEnvelope(one, place, ring)
      assert.ok(opened.ok && Buffer.from(opened.value).equals(Buffer.from(state)))
      assert.equal(opened.value, state)
      assert.notDeepEqual(one.sealedState, two.sealedState)
      assert.notDeepEqual(one.wrappedKey, two.wrappedKey)
    }),
  )
})

test('the longest ones come back too', () => {
  for (const unit of ['a', 'é', '\u{1F511}']) {
    const state = unit.repeat((1024 * 1024) / Buffer.byteLength(unit))
    const opened = openEnvelope(sealEnvelope(state, place, ring), place, ring)
    expect(opened.ok && opened.value === state).toBe(true)
  }
})

// The GCM specification (McGrew and Viega), test cases 13 to 16, which NIST took over for AES-256:
// key, iv, plaintext, ciphertext, tag, additional data.
const VECTORS = [
  ['00'.repeat(32), '00'.repeat(12), '', '', '530f8afbc74536b9a963b4f1c4cb738b', ''],
  [
    '00'.repeat(32),
    '00'.repeat(12),
    '00'.repeat(16),
    'cea7403d4d606b6e074ec5d3baf39d18',
    'd0d1c8a799996bf0265b98b5d48ab919',
    '',
  ],
  [
    'feffe9928665731c6d6a8f9467308308'.repeat(2),
    'cafebabefacedbaddecaf888',
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255',
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad',
    'b094dac5d93471bdec1a502270e3cc6c',
    '',
  ],
  [
    'feffe9928665731c6d6a8f9467308308'.repeat(2),
    'cafebabefacedbaddecaf888',
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
    '76fc6ece0f4e1768cddf8853bb2d551b',
    'feedfacedeadbeeffeedfacedeadbeefabaddad2',
  ],
] as const

test('the vectors for AES-256-GCM are met @G1', () => {
  const hex = (text: string) => Buffer.from(text, 'hex')
  for (const [key, iv, plain, ciphertext, tag, context] of VECTORS) {
    const sealed = hex(iv + tag + ciphertext)
    expect(decrypt(sealed, hex(key), hex(context))).toEqual(hex(plain))
    expect(decrypt(sealed, hex(key), 'x')).toBeNull()
    expect(decrypt(flipped(sealed, 12), hex(key), hex(context))).toBeNull()
  }
})

test('a key of another length is a mistake, not a weaker cipher @G1', () => {
  for (const length of [0, 16, 24, 31, 33])
    expect(() => encrypt(Buffer.of(1), Buffer.alloc(length))).toThrow()
})

test('a keyed hash tells texts, secrets and purposes apart, and is always the same @G3', () => {
  const hashes = [
    keyedHash('a', 'secret', 'uploads'),
    keyedHash('b', 'secret', 'uploads'),
    keyedHash('a', 'Secret', 'uploads'),
    keyedHash('a', 'secret', 'limits'),
  ]
  expect(new Set(hashes).size).toBe(4)
  expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true)
  expect(keyedHash('a', 'secret', 'uploads')).toBe(hashes[0])
})
