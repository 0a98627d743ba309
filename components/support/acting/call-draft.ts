import type { FormDraft } from '@/lib/auth/step-up/form-draft'

/** What an agent had entered about a call, for its fields. */
export function callDraft({ ticket, verified }: FormDraft) {
  return { ticket: ticket?.[0] ?? '', verified: verified?.[0] === 'yes' }
}
