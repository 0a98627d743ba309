import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { deadlineIn } from '@/lib/platform/deadline'
import { PLACES_EACH, SEATS_EACH } from '@/lib/recognize/transport/upstream'
import { findUserIdsByExternalId, listUserDevices } from '@/lib/recognize/client'
import { callRecognize } from '@/lib/recognize/transport/call-recognize'
import { forgetUpstreams } from '@/lib/recognize/transport/upstream'
import { useEnvironment } from '../builders/environment'
import { newUserId } from '../builders/rows'
import { answer, silence, withService, type Service } from './support/service'

useEnvironment()

beforeEach(() => forgetUpstreams())

const soon = () => deadlineIn(2_700)
const userId = newUserId()

test('pages about one person that hang are in the way of no other person, and of nobody who acts @J4', async () => {
  const browsers: AbortController[] = []
  const page = () => {
    const browser = new AbortController()
    browsers.push(browser)
    return deadlineIn(2_700, browser.signal)
  }
  const hanging = Array<Service>(PLACES_EACH).fill(silence)
  await withService([...hanging, answer([])], async (sent) => {
    const pages = Array.from({ length: PLACES_EACH + SEATS_EACH }, () =>
      listUserDevices(userId, page()),
    )
    try {
      const refused = { ok: false, error: { code: 'busy', sent: false } }
      expect(await listUserDevices(userId, page())).toMatchObject(refused)
      const other = {
        method: 'GET',
        operation: 'other',
        segments: ['users', userId, 'other'],
      } as const
      expect(await callRecognize({ ...other, answer: z.unknown() }, page())).toMatchObject(refused)
      expect(sent).toHaveLength(PLACES_EACH)
      expect((await listUserDevices(userId, soon())).ok).toBe(true)
      expect((await listUserDevices(newUserId(), page())).ok).toBe(true)
      expect((await findUserIdsByExternalId(userId, page())).ok).toBe(true)
    } finally {
      for (const browser of browsers) browser.abort()
      await Promise.all(pages)
    }
  })
})
