'use client'

import { useActionState } from 'react'
import { labelDeviceAction } from '@/lib/actions/devices'
import type { Unstated } from '@/lib/devices/model/device'
import { errorText } from '../../layout/error-text'
import { useTranslations } from '../../layout/translations'
import { PageStamp } from '../../reauth/page-stamp'
import { StaleNotice } from '../../reauth/stale-notice'
import { buttons } from '../../ui/button'
import { Failure } from '../../ui/failure'
import { Fingerprint } from './device-mark'

/** Asks the person whether a row of unknown kind is a phone of theirs: they compare its code with the one on the phone. */
export function LabelForm({ device, code }: { device: Unstated; code: string }) {
  const { t } = useTranslations()
  const [state, action, pending] = useActionState(labelDeviceAction, null)
  const failure = state !== null && state.code !== 'labelled' ? state : null
  return (
    <form action={action} className="flex flex-col gap-3">
      <PageStamp />
      <h2 className="text-group font-bold">{t('label.title')}</h2>
      <p>{t('label.text')}</p>
      <p className="text-lead">
        <Fingerprint code={code} />
      </p>
      <input type="hidden" name="device" value={device.id} />
      {failure?.code === 'stale-sign-in' && !pending && (
        <StaleNotice providerSkippedReauth={failure.providerSkippedReauth} />
      )}
      {failure !== null && failure.code !== 'stale-sign-in' && !pending && (
        <Failure
          what={t('label.failed')}
          why={
            failure.code === 'kind-known'
              ? t('label.kindKnown')
              : errorText(failure.code, failure, t)
          }
          problem={failure}
        />
      )}
      <div className="flex flex-col gap-3 sm:flex-row">
        <button name="label" value="mine" className={buttons.primary} disabled={pending}>
          {t('label.mine')}
        </button>
        <button name="label" value="not-mine" className={buttons.secondary} disabled={pending}>
          {t('label.notMine')}
        </button>
      </div>
      {device.kindSource === 'disowned' && (
        <p role="status" className="text-small text-soft">
          {t('label.disowned')}
        </p>
      )}
    </form>
  )
}
