'use client'

import { useActionState } from 'react'
import { renameDeviceAction } from '@/lib/actions/devices'
import { errorText } from '../../layout/error-text'
import { PageStamp } from '../../reauth/page-stamp'
import { buttons } from '../../ui/button'
import { Failure } from '../../ui/failure'
import { useTranslations } from '../../layout/translations'

/** The person's own name for a device. */
export function RenameForm({ device, nickname }: { device: string; nickname: string }) {
  const { t } = useTranslations()
  const [state, action, pending] = useActionState(renameDeviceAction, null)
  const failure = state !== null && state.code !== 'saved' ? state : null
  return (
    <form action={action} className="flex flex-col gap-2">
      <PageStamp />
      <input type="hidden" name="device" value={device} />
      <label htmlFor="nickname" className="text-group font-bold">
        {t('device.rename')}
      </label>
      <p id="nickname-hint" className="text-small text-soft">
        {t('device.renameHint')}
      </p>
      <div className="flex flex-wrap gap-3">
        <input
          id="nickname"
          name="nickname"
          defaultValue={failure?.nickname ?? nickname}
          maxLength={64}
          autoComplete="off"
          aria-describedby="nickname-hint"
          aria-invalid={failure !== null}
          className="min-h-11 min-w-48 flex-1 rounded-button border border-control bg-surface px-3.5"
        />
        <button className={buttons.secondary} disabled={pending}>
          {t('device.renameSave')}
        </button>
      </div>
      <p role="status" className="text-small text-ok">
        {state?.code === 'saved' && t('device.renamed')}
      </p>
      {failure && (
        <Failure
          what={t('device.renameFailed')}
          why={
            failure.code === 'invalid'
              ? t('device.nameInvalid')
              : errorText(failure.code, failure, t)
          }
          problem={failure}
        />
      )}
    </form>
  )
}
