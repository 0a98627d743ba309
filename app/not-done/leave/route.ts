import type { NextRequest } from 'next/server'
import { currentSessionIfKnown, isOthersPage, sentStamp } from '@/lib/auth/sessions/current-session'
import { sealFormDraft } from '@/lib/auth/step-up/form-draft'
import { returnPath } from '@/lib/auth/step-up/return-path'
import { emptyAnswer } from '@/lib/web/answers'
import { stalePaths } from '@/lib/web/page-stamp'

/** A route, not a page: on the way to a page the framework's client would stay, with what it knows of another person. */
function leadOn(headers: Headers, params: Record<string, string>): Response {
  // The framework's client first asks whether this is a page.
  if (headers.has('rsc')) return emptyAnswer(204)
  return emptyAnswer(303, { Location: `${stalePaths.notDone}?${new URLSearchParams(params)}` })
}

/** Leads from a page that is out of date to the words why nothing was done. */
export function GET({ headers, nextUrl: { searchParams } }: NextRequest): Response {
  const [problem, page] = [searchParams.get('problem'), searchParams.get('return')]
  return leadOn(headers, { problem: problem ?? '', return: returnPath(page) })
}

/**
 * Takes a form of an older page: this portal doesn't have its action. What was chosen is kept, for the person of that page.
 */
export async function POST(request: NextRequest): Promise<Response> {
  const page = returnPath(request.nextUrl.searchParams.get('return'))
  const form = await request.formData().catch(() => null)
  const session = await currentSessionIfKnown()
  if (session !== null && (await isOthersPage(session, form)))
    return leadOn(request.headers, { problem: 'other-person', return: page })
  const isOwn = session !== null && (await sentStamp(form)) !== null
  const draft = isOwn ? sealFormDraft(form, session, page) : null
  return leadOn(request.headers, { problem: 'older-page', return: page, ...(draft && { draft }) })
}
