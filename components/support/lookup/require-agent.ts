import 'server-only'
import { requireSession } from '@/lib/auth/sessions/current-session'
import type { Deadline } from '@/lib/platform/deadline'
import { fail, type Result } from '@/lib/platform/result'
import type { RecognizeError } from '@/lib/recognize/errors'
import { findAgent, type Agent } from '@/lib/support/lookup/agent'

/** The agent who asks for a page; whoever isn't signed in is sent to the start, from where they come back to `path`. */
export async function requireAgent(
  path: string,
  at: Date,
  deadline: Deadline,
): Promise<Result<Agent, RecognizeError | { readonly code: 'not-allowed' | 'records-down' }>> {
  const { signIn } = await requireSession(path)
  // Of a sign-in that is only recalled nobody can say whether its roles still stand.
  return signIn.recalled ? fail({ code: 'records-down' }) : findAgent(signIn, at, deadline)
}
