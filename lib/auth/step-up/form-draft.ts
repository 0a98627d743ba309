import 'server-only'
import { z } from 'zod'
import { open, seal, sha256 } from '../../platform/crypto'
import { env } from '../../platform/env'
import type { Account } from '../authorization/actor'

// The input of a form before the person confirms that it's them. The return address carries it. It is sealed, so that
// no log has a ticket and no stranger can make a link that fills in a form.

/** The fields that are kept. What identifies a form, and its secrets, are not among them. */
const NAMES = [
  'reason',
  'confirmed',
  'ticket',
  'verified',
  'start',
  'device',
  'why',
  'nickname',
] as const
type Name = (typeof NAMES)[number]

/** The values of each field, by its name. They are checked like those of a posted form. */
export type FormDraft = { readonly [name in Name]?: readonly string[] }

/** The address comes back in a cookie as well, which may have 4096 bytes with its name and attributes. */
const MOST_CHARACTERS = 3000

const purpose = ({ issuer, subject }: Account, page: string) =>
  `form-draft/${sha256(JSON.stringify([issuer, subject, page])).toString('hex')}`

const formDraft = z.partialRecord(z.enum(NAMES), z.array(z.string()))

/** The draft of a posted form, sealed for this person and this page; null when it is empty, or too long for an address. */
export function sealFormDraft(form: unknown, owner: Account, page: string): string | null {
  if (!(form instanceof FormData)) return null
  const fields = NAMES.map((name) => [
    name,
    form.getAll(name).filter((value) => typeof value === 'string'),
  ])
  const filled = fields.filter(([, values]) => values?.length !== 0)
  if (filled.length === 0) return null
  const text = JSON.stringify(Object.fromEntries(filled))
  // Measured before it is sealed, so that a large form costs no encryption.
  if (text.length > MOST_CHARACTERS) return null
  const sealed = seal(text, env().AUTH_SECRET, purpose(owner, page))
  return sealed.length <= MOST_CHARACTERS ? sealed : null
}

/** The draft behind a sealed text; empty when it is of another person or page, altered or absent. */
export function openFormDraft(text: unknown, owner: Account, page: string): FormDraft {
  if (typeof text !== 'string' || text.length > MOST_CHARACTERS) return {}
  const opened = open(text, env().AUTH_SECRET, purpose(owner, page))
  return opened === null ? {} : (formDraft.safeParse(JSON.parse(opened)).data ?? {})
}
