import 'server-only'
import { cookies } from 'next/headers'
import { setTimeout as sleep } from 'node:timers/promises'
import { TIME_ZONE_COOKIE } from '../../i18n/preferences'

/** In milliseconds. What is there in a moment needs nothing in its place before it. */
const MOMENT_MS = 250

/**
 * Whether a page begins without `content`, which follows when it is there. Script puts it in its place, so this is only
 * for a browser whose script has written a cookie before (decision 40).
 */
export async function comesLater(content: Promise<unknown>): Promise<boolean> {
  // First of all, so that a failure of the content is never without somebody who waits for it.
  const isThere = content.then(() => false)
  if (!(await cookies()).has(TIME_ZONE_COOKIE)) return isThere
  return Promise.race([isThere, sleep(MOMENT_MS, true)])
}
