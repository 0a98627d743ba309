import 'server-only'
import type { TokenHolder } from '../auth/oidc/access-token'
import type { Subject } from '../auth/authorization/actor'
import { subjectOfHolder } from '../auth/sessions/own-subject'
import type { Deadline } from '../platform/deadline'
import { fail, type Result } from '../platform/result'
import type { Problem } from './problem'
import { serviceProblem } from './service-problem'

/** The subject of the token holder's own devices; or the problem to answer with. */
export async function ownSubjectOf(
  holder: TokenHolder,
  deadline: Deadline,
): Promise<Result<Subject, Problem>> {
  const subject = await subjectOfHolder(holder, deadline)
  if (subject.ok) return subject
  const { error } = subject
  return fail(error.code === 'not-known' ? { code: 'not-known' } : serviceProblem(error))
}
