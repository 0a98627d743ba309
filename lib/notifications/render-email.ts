import 'server-only'
import { messagesOf } from '../i18n/catalogue'
import { formatsOf, translator, type Language } from '../i18n/translator'
import { foreignText, OTHER_SYSTEM } from '../platform/visible-text'
import type { Notification } from './notification'

/** A mail of plain text. The subject is one line. */
export type Email = { readonly subject: string; readonly text: string }

/** The sender as configured. `portal` is the address of the page where people can act. */
export type Sender = {
  readonly brand: string
  readonly contact: string | null
  readonly portal: string
}

// The language of mails is fixed: the portal knows a person's language only while their browser asks for a page.
const LANGUAGE: Language = 'en'
const t = translator(LANGUAGE, messagesOf(LANGUAGE))
const time = new Intl.DateTimeFormat(formatsOf(LANGUAGE), {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})
/** The row in the outbox may hold anything else. */
const FINGERPRINT = /^[0-9A-Z]{4}-[0-9A-Z]{4}$/
const ACCOUNT_MAX_LENGTH = 80

/** Renders a notification as a mail: what happened, when (in UTC), to which device, and what to do if it wasn't them. */
export function renderEmail(notification: Notification, sender: Sender): Email {
  const brand = oneLine(sender.brand)
  const portal = oneLine(sender.portal)
  const contact = sender.contact === null ? null : oneLine(sender.contact)
  const { subject, text } = wordsOf(notification, brand)
  if (notification.type === 'agent-alarm') {
    const paragraphs = [
      text,
      factsOf(notification),
      t('mail.agent-alarm.advice', { portal }),
      brand,
    ]
    return { subject, text: `${paragraphs.join('\n\n')}\n` }
  }
  const paragraphs = [
    text,
    factsOf(notification),
    ...adviceOf(notification),
    contact === null ? t('mail.helpAlone', { portal }) : t('mail.help', { portal, contact }),
    t('mail.about'),
    brand,
  ]
  return { subject, text: `${paragraphs.join('\n\n')}\n` }
}

function wordsOf(notification: Notification, brand: string): Email {
  switch (notification.type) {
    case 'phone-added':
      return plainWords(notification.recovered ? 'recovered' : 'phone-added', brand)
    case 'phone-undone':
      if (notification.device !== null) return plainWords('phone-undone', brand)
      return plainWords(notification.oldPhone ? 'old-undone' : 'early-undone', brand)
    case 'recovery-started':
    case 'phone-prepared':
    case 'sign-ins-ended':
      return plainWords(notification.type, brand)
    case 'phone-removed-unrecognised':
      return {
        subject: t('mail.phone-removed-unrecognised.subject', { brand }),
        text: t(`mail.gone.${notification.device.kind}`),
      }
    case 'device-appeared':
    case 'device-came-back':
      return {
        subject: t(`mail.${notification.type}.subject`, { brand }),
        text: t(`mail.${notification.type}.${notification.device.kind}`),
      }
    case 'agent-alarm': {
      const { what, count, limit } = notification
      // A subject is text of the provider: it must not begin a new line.
      const account = [...oneLine(notification.subject)].slice(0, ACCOUNT_MAX_LENGTH).join('')
      return {
        subject: t('mail.agent-alarm.subject', { brand }),
        text: t(`mail.agent-alarm.${what}`, { account, count, limit: String(limit) }),
      }
    }
    case 'removed-by-support':
      return {
        subject: t('mail.removed-by-support.subject', { brand }),
        text: t(`mail.bySupport.${notification.device.kind}`),
      }
  }
}

type PlainWords =
  | 'phone-added'
  | 'recovered'
  | `${'phone' | 'old' | 'early'}-undone`
  | 'recovery-started'
  | 'phone-prepared'
  | 'sign-ins-ended'

function plainWords(which: PlainWords, brand: string): Email {
  return { subject: t(`mail.${which}.subject`, { brand }), text: t(`mail.${which}.text`) }
}

function adviceOf(notification: Notification): string[] {
  switch (notification.type) {
    case 'phone-added':
      return [t('mail.remove')]
    case 'recovery-started':
      return [t('mail.recovery')]
    case 'device-appeared':
      return [
        ...(notification.others === 0 ? [] : [t('mail.others', { count: notification.others })]),
        t('mail.appeared'),
      ]
    case 'device-came-back':
      return [t('mail.cameBack')]
    case 'phone-undone':
      return notification.backupDestroyed ? [t('mail.backupDestroyed')] : []
    case 'removed-by-support':
      if (notification.waitsForService) return [t('mail.waits')]
      return notification.until === null
        ? []
        : [t('mail.undo', { time: time.format(new Date(notification.until)) })]
    case 'phone-removed-unrecognised':
    case 'phone-prepared':
    case 'sign-ins-ended':
    case 'agent-alarm':
      return []
  }
}

function factsOf(notification: Notification): string {
  const { at } = notification
  const device = 'device' in notification ? notification.device : null
  const stated = foreignText('system', device?.description ?? null)
  const system = stated === OTHER_SYSTEM ? t('name.otherSystem') : stated
  const fingerprint = device?.fingerprint ?? ''
  return [
    t('mail.when', { time: time.format(new Date(at)) }),
    ...(system === null ? [] : [t('mail.system', { system })]),
    ...(FINGERPRINT.test(fingerprint) ? [t('mail.fingerprint', { fingerprint })] : []),
  ].join('\n')
}

/** Text without control, invisible and direction-changing characters, so that it can't begin a new line or header. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
}
