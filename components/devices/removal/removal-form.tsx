'use client'

import type { ReactNode } from 'react'
import type { RemovalState } from '@/lib/actions/form-states'
import type { RemovalReason } from '@/lib/devices/model/safeguards'
import type { Device } from '@/lib/devices/model/device'
import { removalWarning, type RemovalImpact } from '@/lib/devices/model/removal-impact'
import { paths } from '@/lib/web/paths'
import { PageStamp } from '../../reauth/page-stamp'
import { buttons } from '../../ui/button'
import { CallLink } from '../states/call-link'
import { Notice } from '../../ui/notice'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import {
  canBeRefused,
  GuardNotice,
  RemovalConsequence,
  WHERE_IT_CAN_WAIT,
} from './removal-consequence'
import { RemovalProblem } from './removal-problem'
import { DeviceToRemoveCard } from './device-to-remove-card'
import { ReasonChoice } from './reason-choice'

export type RemovalFormProps = {
  device: Device
  impact: RemovalImpact
  now: string
  state: RemovalState
  action: (form: FormData) => void
  pending: boolean
  /** The service can't be asked now, so the removal waits until it can. */
  isServiceDown?: boolean
  /** What was entered here before the person went to confirm that it's them. */
  draft?: { readonly reason: RemovalReason | undefined; readonly confirmed: boolean }
  /** The way out that changes nothing: a button in the dialog, a link on the page. */
  keep: ReactNode
}

/** The form of a removal: the reason, what it means, and the button. The dialog and the page without script share it. */
export function RemovalForm({
  device,
  now,
  state,
  action,
  pending,
  isServiceDown = false,
  draft,
  ...seen
}: RemovalFormProps) {
  // The server read the list again, so its answer counts more than what the page knew.
  const impact = state && 'impact' in state ? state.impact : seen.impact
  const refuses = canBeRefused(impact)
  const { t } = useTranslations()
  const { contact } = useShownSettings()
  return (
    <form
      action={action}
      // Where the choice can be shown again; the dialog has no address.
      data-page={paths.remove(device.id)}
      className="group/removal flex flex-col gap-5"
    >
      <PageStamp />
      <input type="hidden" name="device" value={device.id} />
      <DeviceToRemoveCard device={device} now={now} />
      {state !== null && !pending && <RemovalProblem state={state} />}
      {isServiceDown && (
        <Notice tone="warn">
          <p className="font-semibold">{t('remove.serviceDown.title')}</p>
          <p>{t('remove.serviceDown.text')}</p>
          <CallLink contact={contact} />
        </Notice>
      )}
      <ReasonChoice kind={device.kind} chosen={state?.reason ?? draft?.reason} />
      <RemovalConsequence device={device} impact={impact} />
      <GuardNotice impact={impact}>
        <label className="mt-1 flex min-h-11 cursor-pointer items-center gap-3 font-semibold text-ink">
          <input
            type="checkbox"
            name="confirmed"
            value={removalWarning(impact) ?? undefined}
            defaultChecked={draft?.confirmed ?? false}
            className="size-4.5 accent-accent"
          />
          {t('remove.confirm')}
        </label>
      </GuardNotice>
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        {seen.keep}
        {refuses && (
          <div className={WHERE_IT_CAN_WAIT.shown}>
            <a className={`${buttons.primary} w-full`} href={paths.add}>
              {t('receipt.addPhone')}
            </a>
          </div>
        )}
        <button
          type="submit"
          className={`${buttons.danger} ${refuses ? WHERE_IT_CAN_WAIT.hidden : ''}`}
          disabled={pending}
        >
          {t(pending ? 'remove.pending' : isServiceDown ? 'remove.submitLater' : 'remove.submit')}
        </button>
      </div>
    </form>
  )
}
