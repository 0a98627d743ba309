import 'server-only'
import type { Holder } from '../identity/access-token'
import type { Subject } from '../identity/actor'
import { subjectOfHolder } from '../identity/subject'
import type { Deadline } from '../platform/deadline'
import { fail, type Result } from '../platform/result'
import type { Problem } from './problem'
import { serviceProblem } from './service-problem'

/** Whose devices are the token holder's own; or the problem to answer with. */
export async function ownSubjectOf(
  holder: Holder,
  deadline: Deadline,
): Promise<Result<Subject, Problem>> {
  const subject = await subjectOfHolder(holder, deadline)
  if (subject.ok) return subject
  const { error } = subject
  return fail(error.code === 'not-known' ? { code: 'not-known' } : serviceProblem(error))
}
