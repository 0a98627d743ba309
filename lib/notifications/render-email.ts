import 'server-only'
import { messagesOf } from '../i18n/catalogue'
import { formatsOf, translator, type Language } from '../i18n/translator'
import type { Notification } from './notification'

/** A mail of plain text: a subject of one line, and a body. */
export type Email = { readonly subject: string; readonly text: string }

/** Who writes, in the configuration's words; `portal` is the address where people see to it. */
export type Sender = {
  readonly brand: string
  readonly contact: string | null
  readonly portal: string
}

// Nobody has chosen a language for their mail; the portal only knows that of a browser, while it asks for a page.
const LANGUAGE: Language = 'en'
const t = translator(LANGUAGE, messagesOf(LANGUAGE))
const time = new Intl.DateTimeFormat(formatsOf(LANGUAGE), {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})
const MOST_OF_A_FACT = 40

/** The mail that says a notice: what happened, when (in UTC), to which device, and what to do if it wasn't them. */
export function renderEmail(notice: Notification, sender: Sender): Email {
  const brand = oneLine(sender.brand)
  const portal = oneLine(sender.portal)
  const contact = sender.contact === null ? null : oneLine(sender.contact)
  const { subject, text } = wordsOf(notice, brand)
  const paragraphs = [
    text,
    factsOf(notice),
    ...adviceOf(notice),
    contact === null
      ? t('notice.mail.helpAlone', { portal })
      : t('notice.mail.help', { portal, contact }),
    t('notice.mail.about'),
    brand,
  ]
  return { subject, text: `${paragraphs.join('\n\n')}\n` }
}

function wordsOf(notice: Notification, brand: string): Email {
  switch (notice.type) {
    case 'phone-added':
      return notice.recovered
        ? { subject: t('notice.recovered.subject', { brand }), text: t('notice.recovered.text') }
        : {
            subject: t('notice.phone-added.subject', { brand }),
            text: t('notice.phone-added.text'),
          }
    case 'phone-undone':
      return undoneWords(notice, brand)
    case 'recovery-started':
      return {
        subject: t('notice.recovery-started.subject', { brand }),
        text: t('notice.recovery-started.text'),
      }
    case 'phone-removed-unrecognised':
      return {
        subject: t('notice.phone-removed-unrecognised.subject', { brand }),
        text: t(`notice.gone.${notice.device.kind}`),
      }
    case 'removed-by-support':
      return {
        subject: t('notice.removed-by-support.subject', { brand }),
        text: t(`notice.bySupport.${notice.device.kind}`),
      }
    case 'phone-prepared':
      return {
        subject: t('notice.phone-prepared.subject', { brand }),
        text: t('notice.phone-prepared.text'),
      }
    case 'sign-ins-ended':
      return {
        subject: t('notice.sign-ins-ended.subject', { brand }),
        text: t('notice.sign-ins-ended.text'),
      }
  }
}

function undoneWords(
  { device, oldPhone }: Extract<Notification, { type: 'phone-undone' }>,
  brand: string,
): Email {
  const which = device !== null ? 'phone-undone' : oldPhone ? 'old-undone' : 'early-undone'
  return { subject: t(`notice.${which}.subject`, { brand }), text: t(`notice.${which}.text`) }
}

function adviceOf(notice: Notification): string[] {
  switch (notice.type) {
    case 'phone-added':
      return [t('notice.mail.remove')]
    case 'recovery-started':
      return [t('notice.mail.recovery')]
    case 'phone-undone':
      return notice.backupDestroyed ? [t('notice.mail.backupDestroyed')] : []
    case 'removed-by-support':
      return notice.until === null
        ? []
        : [t('notice.mail.undo', { time: time.format(new Date(notice.until)) })]
    case 'phone-removed-unrecognised':
    case 'phone-prepared':
    case 'sign-ins-ended':
      return []
  }
}

function factsOf(notice: Notification): string {
  const { at } = notice
  const device = 'device' in notice ? notice.device : null
  const system = factText(device?.description ?? '')
  const fingerprint = factText(device?.fingerprint ?? '')
  return [
    t('notice.mail.when', { time: time.format(new Date(at)) }),
    ...(system === '' ? [] : [t('notice.mail.system', { system })]),
    ...(fingerprint === '' ? [] : [t('notice.mail.fingerprint', { fingerprint })]),
  ].join('\n')
}

/** Text without control, invisible and direction-changing characters: nothing that begins a line, or a header, of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
}

/**
 * What a device says of itself comes from whoever holds it: nothing of it may look like an address to go to or a
 * sentence of ours. Points stay between digits, as in a version.
 */
function factText(text: string): string {
  return oneLine(text)
    .slice(0, MOST_OF_A_FACT)
    .replaceAll(/[^\p{L}\p{N} ()._-]|\.(?!\d)|(?<!\d)\./gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()
}
