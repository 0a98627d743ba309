import 'server-only'
import { z } from 'zod'
import { open, seal, sha256 } from '../../platform/crypto'
import { env } from '../../platform/env'

// What somebody has entered into a form before they are sent to confirm that it's them. It goes with them, in the address
// they come back to: sealed, so that a ticket stands in no log, and nobody can make a link that fills in a form.

/** The fields that are kept. What identifies a form, and its secrets, are not among them. */
const NAMES = ['reason', 'confirmed', 'ticket', 'verified', 'start', 'device', 'why'] as const
type Name = (typeof NAMES)[number]

/** By name of the field, with each value it had; whoever uses one checks it as they would check the form's. */
export type FormDraft = { readonly [name in Name]?: readonly string[] }

/** The address comes back in a cookie as well, which may have 4096 bytes with its name and attributes. */
const MOST_CHARACTERS = 3000

/** Whose draft it is. */
export type FormOwner = { readonly issuer: string; readonly subject: string }

const purpose = ({ issuer, subject }: FormOwner, page: string) =>
  `entered/${sha256(JSON.stringify([issuer, subject, page])).toString('hex')}`

const entered = z.partialRecord(z.enum(NAMES), z.array(z.string()))

/** What of a posted form is kept for its page, for this person alone; null when there is nothing, or too much for an address. */
export function sealFormDraft(form: unknown, owner: FormOwner, page: string): string | null {
  if (!(form instanceof FormData)) return null
  const fields = NAMES.map((name) => [
    name,
    form.getAll(name).filter((value) => typeof value === 'string'),
  ])
  const filled = fields.filter(([, values]) => values?.length !== 0)
  if (filled.length === 0) return null
  const text = JSON.stringify(Object.fromEntries(filled))
  // Before it is sealed: nobody has this encrypted by the megabyte.
  if (text.length > MOST_CHARACTERS) return null
  const sealed = seal(text, env().AUTH_SECRET, purpose(owner, page))
  return sealed.length <= MOST_CHARACTERS ? sealed : null
}

/** What was kept; nothing where it is another's, another page's, altered or absent. */
export function openFormDraft(text: unknown, owner: FormOwner, page: string): FormDraft {
  if (typeof text !== 'string' || text.length > MOST_CHARACTERS) return {}
  const opened = open(text, env().AUTH_SECRET, purpose(owner, page))
  return opened === null ? {} : (entered.safeParse(JSON.parse(opened)).data ?? {})
}
