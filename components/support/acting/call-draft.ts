import type { FormDraft } from '@/lib/auth/step-up/form-draft'

/** What an agent had entered about a call, as its fields have it. */
export function callDraft({ ticket, verified }: FormDraft) {
  return { ticket: ticket?.[0] ?? '', verified: verified?.[0] === 'yes' }
}
