import { expect, test } from 'vitest'
import { readIdToken } from '@/lib/auth/oidc/id-token'
import { useEnvironment } from '../builders/environment'
import { expected, signed } from './support/id-tokens'

useEnvironment()

const BLANKS = [
  ' ',
  '\t',
  '\n',
  '\u0000',
  '\u0085',
  '\u00A0',
  '\u200B',
  '\u2028',
  '\u3000',
  '\u3164',
  '\uFEFF',
]

const named = { ...expected, names: { ...expected.names, externalUserId: 'external' } }
const read = async (claims: Record<string, unknown>) =>
  readIdToken(await signed(claims), named, new Date())

for (const claim of ['sub', 'recognize_user_id', 'external'] as const)
  test(`a sign-in whose ${claim} begins or ends with what can’t be seen is refused with a code of its own, never mended @A3 @C2`, async () => {
    const good = claim === 'recognize_user_id' ? 'AB12' : 'ada'
    for (const blank of BLANKS)
      for (const value of [`${blank}${good}`, `${good}${blank}`, blank])
        await expect(
          read({ [claim]: value }),
          `${claim} ${JSON.stringify(value)}`,
        ).rejects.toMatchObject({ reason: 'token-identity' })
  })
