import fc from 'fast-check'

const codePoint = fc.oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10_ffff }))

/** Text of any code points. fast-check's own kind, `binary`, first makes a table of them all, which takes a second. */
export function anyText(lengths: { minLength?: number; maxLength?: number } = {}) {
  return fc.array(codePoint, lengths).map((all) => String.fromCodePoint(...all))
}
