'use client'

import { useTranslations } from '../../layout/translations'

/** A link that calls the contact's telephone number; nothing when the contact names none. */
export function CallLink({ contact }: { contact: string }) {
  const { t } = useTranslations()
  const number = /\+?\d[\d\s()/.-]{4,}\d/.exec(contact)?.[0]
  if (number === undefined) return null
  return (
    <a
      href={`tel:${number.replaceAll(/[^\d+]/g, '')}`}
      className="inline-flex min-h-11 items-center font-semibold underline underline-offset-3"
    >
      {t('notice.call', { number })}
    </a>
  )
}
