import 'server-only'
import { z } from 'zod'
import { emptyAnswer } from './answers'
import { addressIn } from './client-address'
import { takeLimit } from './rate-limits'
import { readBody } from './read-body'
import { env } from '../platform/env'
import { log } from '../platform/log'

const MOST_BYTES = 8 * 1024

const text = z.string().max(4096)
const report = z.object({
  'csp-report': z.object({
    'document-uri': text,
    'effective-directive': text.optional(),
    'violated-directive': text.optional(),
    'blocked-uri': text.optional(),
  }),
})

/** Takes a browser’s report of a policy violation, and logs the rule, the kind of page and the origin alone. */
export async function takeCspReport(request: Request): Promise<Response> {
  const address = addressIn(request.headers.get('x-forwarded-for'), env().TRUSTED_PROXIES)
  const counted = await takeLimit('policy-reports', address ?? 'unknown')
  if (!counted.ok)
    return emptyAnswer(429, { 'Retry-After': String(counted.error.retryAfterSeconds) })
  const body = await readBody(request, { limit: MOST_BYTES, type: 'csp-report' })
  if (!body.ok) return emptyAnswer(body.error.code === 'too-large' ? 413 : 400)
  const read = report.safeParse(body.value)
  if (!read.success) return emptyAnswer(400)
  const details = read.data['csp-report']
  log().warn(
    {
      directive: ruleOf(details['effective-directive'] ?? details['violated-directive']),
      blocked: sourceOf(details['blocked-uri']),
      page: kindOfPage(details['document-uri']),
    },
    'a browser refused something by the policy of a page',
  )
  return emptyAnswer(204)
}

/** The first word, if it looks like one of the policy's. */
function ruleOf(value: string | undefined): string {
  return /^[a-z][a-z-]{0,39}(?= |$)/.exec(value ?? '')?.[0] ?? 'unknown'
}

/** A keyword such as `inline`, or no more than the origin of an address. */
function sourceOf(value: string | undefined): string {
  if (value !== undefined && URL.canParse(value)) {
    const { origin, protocol } = new URL(value)
    return origin === 'null' ? protocol : origin.slice(0, 200)
  }
  return ruleOf(value)
}

/** The path without parts that identify a person or a thing. Only plain words stay. */
function kindOfPage(value: string): string {
  const segments = URL.canParse(value) ? new URL(value).pathname.split('/') : []
  const words = segments.slice(1, 8).map((one) => (/^[a-z-]{0,16}$/.test(one) ? one : '…'))
  return `/${words.join('/')}`
}
