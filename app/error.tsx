'use client'

import { buttons } from '@/components/ui/button'
import { MessageCard } from '@/components/ui/message-card'
import { useWords } from '@/components/words'
import { paths } from '@/lib/paths'

/** Something unforeseen happened; the digest leads to the log, and nothing else of it is shown. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const { t } = useWords()
  return (
    <main className="mx-auto max-w-240 px-4 py-10">
      <MessageCard icon="alert" tone="danger" title={t('crash.title')}>
        <p>{t('crash.text')}</p>
        <p>
          <a className={buttons.primary} href={paths.devices}>
            {t('crash.again')}
          </a>
        </p>
        {error.digest !== undefined && (
          <p className="text-small">{t('failure.reference', { reference: error.digest })}</p>
        )}
      </MessageCard>
    </main>
  )
}
