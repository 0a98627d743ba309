import 'server-only'
import { z } from 'zod'
import { noteOpened } from '../../activations/steps/note-opened'
import { succeed } from '../../platform/result'
import { withoutToken } from '../admission'
import { defineEndpoint } from '../define-endpoint'

/** Codes are far shorter; what is longer isn't looked at. */
const code = z.string().max(200)

export const postOpened = defineEndpoint({
  method: 'POST',
  path: '/api/v1/activations/opened',
  name: 'noteOpened',
  summary: 'Tell that the link of an activation was opened',
  description:
    'Called by the app as soon as it is opened by the link, before anybody signs in: the page then shows that the phone is on its way. Answers alike whatever is sent.',
  admission: withoutToken,
  body: z.strictObject({ code: code.describe('The code of the link.') }),
  problems: [],
  answers: { 204: null },
  unreadable: { status: 204 },
  example: { body: { code: 'mJ0dQm1N9xP3o5uVq2T7aw' } },
  run: async ({ at }, body) => {
    await noteOpened(body.code, at)
    return succeed({ status: 204 })
  },
})
