'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { confirmSignInAction, signOutCompletelyAction } from '@/lib/actions/sign-in'
import { Announced } from '../ui/announced'
import { buttons } from '../ui/button'
import { Notice } from '../ui/notice'
import { useTranslations } from '../layout/translations'

/** Asks for a fresh sign-in inside a refused form, whose values come back with the person. It gives up after two attempts. */
export function StaleNotice({
  page,
  providerSkippedReauth = false,
}: {
  /** Where the person comes back to; this page unless given. */
  page?: string
  /** Whether the provider has just let the person in without asking who they are. */
  providerSkippedReauth?: boolean | undefined
}) {
  const { t } = useTranslations()
  const [here, confirmed] = [usePathname(), useSearchParams().get('confirmed')]
  const round = providerSkippedReauth ? Number(confirmed ?? 0) : 0
  const look = `${buttons.small} mt-2 text-ink`
  return (
    <Announced>
      <Notice tone="warn" alert>
        {round >= 2 ? (
          <>
            <p>{t('confirm.over.text', { contact: t('coverage.support') })}</p>
            <button className={look} formAction={signOutCompletelyAction} formNoValidate>
              {t('confirm.over.go')}
            </button>
          </>
        ) : (
          <>
            <p>{t(round === 1 ? 'confirm.again.text' : 'confirm.text')}</p>
            <input type="hidden" name="return" value={page ?? here} />
            <input type="hidden" name="round" value={round} />
            <button className={look} formAction={confirmSignInAction} formNoValidate>
              {t(round === 1 ? 'confirm.again.go' : 'confirm.go')}
            </button>
          </>
        )}
      </Notice>
    </Announced>
  )
}
