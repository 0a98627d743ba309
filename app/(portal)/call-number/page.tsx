import { pageTitle } from '@/components/layout/page-title'
import { PageTexts } from '@/components/layout/page-texts'
import { CallNumber } from '@/components/sessions/call-number'
import { Card } from '@/components/ui/card'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { loadCallNumber } from '@/lib/pages/own/load-call-number'
import { paths } from '@/lib/web/paths'

export const generateMetadata = pageTitle('page.callNumber')

/** The number that a person reads out to support on a call. It goes when it is over: a page that fetched the next one by itself would keep the session open. */
export default async function CallNumberPage() {
  const present = await loadCallNumber()
  const { t } = await requestPreferences()
  return (
    <Card className="mx-auto flex max-w-140 flex-col gap-4 p-5 sm:p-7">
      <h1 className="text-title font-bold tracking-tight">{t('page.callNumber')}</h1>
      <p className="text-soft">{t('callNumber.lead')}</p>
      <PageTexts prefixes={['callNumber.']}>
        <CallNumber {...present} href={paths.callNumber} />
      </PageTexts>
    </Card>
  )
}
