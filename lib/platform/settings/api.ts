import 'server-only'
import { isIP } from 'node:net'
import { z } from 'zod'
import { ifSet, optionalText, secondsIfSet, words, wordIfSet, wordOr } from './kinds'

/** Headers with a meaning of their own, which no proxy may use for a certificate. */
const TAKEN =
  /^(authorization|cookie|dpop|host|origin|forwarded|x-forwarded-(for|host|proto|port))$/i

const headerName = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'is not the name of a header')
  .refine((name) => !TAKEN.test(name), { error: 'is a header with another meaning' })

/** One address, or a network of them. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

/** What the portal's own API asks of access tokens. */
export const apiSettings = {
  API_AUDIENCE: optionalText,
  API_BOUND_TOKENS: wordIfSet(['optional', 'required']),
  API_DPOP_NONCE: wordOr('off', ['off', 'required']),
  API_ACR_VALUES: words,
  API_MAX_AGE_SECONDS: secondsIfSet(30, 7 * 24 * 3600),
  API_CLIENT_CERTIFICATE_HEADER: ifSet(headerName),
  API_CLIENT_CERTIFICATE_PROXIES: ifSet(
    z
      .string()
      .transform((value) => value.split(/\s+/).filter(Boolean))
      .refine((networks) => networks.length > 0 && networks.every(isNetwork), {
        error: 'is not a list of addresses or networks, such as 10.0.0.0/8',
      }),
  ),
}
