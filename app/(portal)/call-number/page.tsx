import { pageTitle } from '@/components/layout/page-title'
import { Card } from '@/components/ui/card'
import { ButtonLink } from '@/components/ui/button-link'
import { Verbatim } from '@/components/ui/rich'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { loadCallNumber } from '@/lib/pages/own/load-call-number'
import { paths } from '@/lib/web/paths'

export const generateMetadata = pageTitle('page.callNumber')

/** The number that a person reads out to support on a call. It stays until the page is asked for again. */
export default async function CallNumberPage() {
  const { number, seconds } = await loadCallNumber()
  const { t } = await requestPreferences()
  return (
    <Card className="mx-auto flex max-w-140 flex-col gap-4 p-5 sm:p-7">
      <h1 className="text-title font-bold tracking-tight">{t('page.callNumber')}</h1>
      <p className="text-soft">{t('callNumber.lead')}</p>
      <p className="text-title font-bold tracking-widest tabular-nums">
        <Verbatim>{`${number.slice(0, 3)} ${number.slice(3)}`}</Verbatim>
      </p>
      <p className="text-small text-soft">{t('callNumber.good', { count: seconds })}</p>
      <p>
        <ButtonLink href={paths.callNumber} label={t('callNumber.next')} />
      </p>
    </Card>
  )
}
