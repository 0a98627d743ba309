import { answerLogout } from '@/lib/api/answer-logout'
import { now } from '@/lib/platform/clock'

/** The provider reports here that a person was signed out there (OpenID Connect Back-Channel Logout 1.0). */
export async function POST(request: Request): Promise<Response> {
  return answerLogout(request, now())
}
