import type { FormDraft } from '@/lib/auth/step-up/form-draft'

/** What an agent had entered about a call, for its fields. */
export type CallDraft = { readonly ticket: string; readonly verified: boolean }

/** The fields of a call that a form's draft holds. */
export function restoreCallDraft({ ticket, verified }: FormDraft): CallDraft {
  return { ticket: ticket?.[0] ?? '', verified: verified?.[0] === 'yes' }
}
