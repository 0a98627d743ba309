import { describe, expect, test } from 'vitest'
import { problemAnswer, problemBody, PROBLEMS, type ApiProblemCode } from '@/lib/api/problem'
import { messagesOf } from '@/lib/i18n/catalogue'
import { translator } from '@/lib/i18n/translator'

const t = translator('en', messagesOf('en'))
const PASSING = ['provider-down', 'records-down', 'service-busy', 'service-down']

describe('an app is told when to come again where that helps, and nowhere else', () => {
  for (const code of Object.keys(PROBLEMS) as ApiProblemCode[])
    test(code, async () => {
      const answer = problemAnswer({ code }, t)
      const seconds = answer.headers.get('retry-after')
      const { retryAfter } = problemBody.parse(await answer.json())
      expect(seconds).toBe(retryAfter === undefined ? null : String(retryAfter))
      if (PASSING.includes(code)) expect(seconds).toMatch(/^([1-9]|[1-5][0-9])$/)
      else expect(seconds).toBeNull()
    })

  test('what is known better is said', () => {
    for (const code of ['limited', 'service-busy'] as const)
      expect(problemAnswer({ code, retryAfter: 42 }, t).headers.get('retry-after')).toBe('42')
  })
})
