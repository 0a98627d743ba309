'use client'

import { useTranslations } from '@/components/layout/translations'

/** An unforeseen error, in plain elements: every page carries this component, and hardly any shows it. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const { t } = useTranslations()
  return (
    <main className="mx-auto max-w-160 px-4 py-10">
      <h1 className="mb-2 text-title font-bold tracking-tight">{t('crash.title')}</h1>
      <p className="mb-4 text-soft">{t('crash.text')}</p>
      {/* The same page once more. */}
      <a className="font-semibold text-accent underline" href="">
        {t('crash.again')}
      </a>
      {error.digest !== undefined && (
        <p className="mt-4 text-small" translate="no">
          {t('failure.reference', { reference: error.digest })}
        </p>
      )}
    </main>
  )
}
