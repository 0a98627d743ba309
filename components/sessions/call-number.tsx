'use client'

import { useTranslations } from '../layout/translations'
import { ButtonLink } from '../ui/button-link'
import { Verbatim } from '../ui/rich'
import { useSecondsUntil } from '../receipts/seconds-until'

/** A call number while support accepts it. `until` and `now`: the server's times, ISO 8601. */
export function CallNumber({
  number,
  until,
  now,
  href,
}: {
  number: string
  until: string
  now: string
  href: string
}) {
  const { t } = useTranslations()
  const seconds = useSecondsUntil(until, now)
  return (
    <>
      {seconds > 0 ? (
        <>
          <p className="text-title font-bold tracking-widest tabular-nums">
            <Verbatim>{`${number.slice(0, 3)} ${number.slice(3)}`}</Verbatim>
          </p>
          <p className="text-small text-soft">{t('callNumber.good', { count: seconds })}</p>
        </>
      ) : (
        <p role="status">{t('callNumber.over')}</p>
      )}
      <p>
        <ButtonLink href={href} label={t('callNumber.next')} />
      </p>
    </>
  )
}
