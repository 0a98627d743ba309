import { expect, test } from 'vitest'
import { FailureNotice } from '@/components/activations/progress/failure-notice'
import {
  HELP_AFTER_ERROR,
  SDK_ERROR_REASONS,
  type SdkErrorHelp,
  type SdkErrorReason,
} from '@/lib/activations/tracking/sdk-error-reasons'
import { markupOf, shownText } from './support/render'

const LINKS: Partial<Record<SdkErrorHelp, string>> = {
  'start-again': '/devices/add',
  'clean-up': '/devices/clean-up',
}

const noticeFor = (reason: SdkErrorReason) => (
  <FailureNotice failure={{ reason, code: '6.0.0/1004', at: '2026-01-01T12:34:56.000Z' }} />
)

test('every failure says what happened, what helps, and the error code; no time but its own is named', () => {
  for (const reason of SDK_ERROR_REASONS) {
    const text = shownText(noticeFor(reason))
    expect(text, reason).toContain('error code 6.0.0/1004')
    expect(text.match(/\d{1,2}:\d\d/g), reason).toHaveLength(1)
    expect(text, reason).not.toMatch(/[{}]|undefined|null/)
    const link = LINKS[HELP_AFTER_ERROR[reason]]
    if (link) expect(markupOf(noticeFor(reason)), reason).toContain(`href="${link}"`)
    else expect(text, reason).toMatch(/[Tt]ry|Ask/)
  }
})

test('who must ask somebody is told whom, and who can be locked out is told how', () => {
  for (const reason of ['phone-not-able', 'app-misconfigured', 'no-seats', 'app-problem'] as const)
    expect(shownText(noticeFor(reason))).toMatch(/ask support|through support|Ask support/)
  for (const reason of SDK_ERROR_REASONS) {
    const isCounted = /^(face-not-matched|not-recognised|not-live|locked-out)$/.test(reason)
    expect(shownText(noticeFor(reason)).includes('After 7 tries'), reason).toBe(isCounted)
  }
})
