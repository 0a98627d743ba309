import 'server-only'
import { cookies } from 'next/headers'
import { setTimeout as sleep } from 'node:timers/promises'
import { cookieName } from '../../web/cookies'

/** In milliseconds. What is there in a moment needs nothing in its place before it. */
const MOMENT_MS = 250

/**
 * Whether a page begins without `content`, which follows when it is there. Script puts it in its place, so this is only
 * for a browser that has run the portal's script before and says so with a cookie (decision 40).
 */
export async function comesLater(content: Promise<unknown>): Promise<boolean> {
  if (!(await cookies()).has(cookieName('script'))) return false
  return Promise.race([content.then(() => false), sleep(MOMENT_MS, true)])
}
