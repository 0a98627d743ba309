import 'server-only'
import type { Agent } from '@/lib/auth/authorization/actor'
import { requireSession } from '@/lib/auth/sessions/current-session'
import type { Deadline } from '@/lib/platform/deadline'
import { fail, type Result } from '@/lib/platform/result'
import type { RecognizeError } from '@/lib/recognize/errors'
import { findAgent } from '@/lib/support/lookup/agent'

/** The agent who asks for a page. A browser without a session is sent to the start, from where it comes back to `path`. */
export async function requireAgent(
  path: string,
  at: Date,
  deadline: Deadline,
): Promise<Result<Agent, RecognizeError | { readonly code: 'not-allowed' | 'records-down' }>> {
  const { signIn: session } = await requireSession(path)
  // Whether its roles still stand can't be known of a session that is only recalled.
  return session.recalled ? fail({ code: 'records-down' }) : findAgent({ session, at, deadline })
}
