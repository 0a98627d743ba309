import 'server-only'
import { z } from 'zod'

const digest = z.string().regex(/^[\w-]{43}$/)

/**
 * What only the owner of a token has (RFC 7800): a key that proves are signed with (RFC 9449), a client certificate (RFC
 * 8705), or both. A claim that names anything else is not understood, so its token is refused.
 */
export const tokenBinding = z
  .strictObject({ jkt: digest.optional(), 'x5t#S256': digest.optional() })
  .refine((names) => Object.keys(names).length > 0)
  .transform((names) => ({ key: names.jkt ?? null, certificate: names['x5t#S256'] ?? null }))

export type TokenBinding = z.output<typeof tokenBinding>
