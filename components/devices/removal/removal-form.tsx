'use client'

import type { ReactNode } from 'react'
import type { RemovalState } from '@/lib/actions/form-states'
import type { RemovalReason } from '@/lib/devices/model/safeguards'
import type { Device } from '@/lib/devices/model/device'
import type { RemovalImpact } from '@/lib/devices/model/removal-impact'
import { paths } from '@/lib/web/paths'
import { buttons } from '../../ui/button'
import { CallLink } from '../../ui/call-link'
import { Notice } from '../../ui/notice'
import { useTranslations } from '../../layout/translations'
import {
  canBeRefused,
  HIDDEN_WHERE_IT_CAN_WAIT,
  RemovalConsequence,
  RemovalGuard,
  SHOWN_WHERE_IT_CAN_WAIT,
} from './removal-consequence'
import { RemovalProblem } from './removal-problem'
import { DeviceToRemoveCard } from './device-to-remove-card'
import { ReasonChoice } from './reason-choice'

type RemovalFormProps = {
  device: Device
  impact: RemovalImpact
  now: string
  contact: string
  brand: string
  /** For how long a removal that can wait is scheduled ahead. */
  holdSeconds: number
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
export function RemovalForm(props: RemovalFormProps) {
  const { device, state, pending } = props
  // The server read the list again, so its answer counts more than what the page knew.
  const impact = state && 'impact' in state ? state.impact : props.impact
  const refuses = canBeRefused(impact)
  const { t } = useTranslations()
  return (
    <form action={props.action} className="group/removal flex flex-col gap-5">
      <input type="hidden" name="device" value={device.id} />
      <DeviceToRemoveCard device={device} now={props.now} />
      {state !== null && !pending && (
        <RemovalProblem state={state} contact={props.contact} brand={props.brand} />
      )}
      {props.isServiceDown === true && (
        <Notice tone="warn">
          <p className="font-semibold">{t('remove.serviceDown.title')}</p>
          <p>{t('remove.serviceDown.text')}</p>
          <CallLink contact={props.contact} />
        </Notice>
      )}
      <ReasonChoice kind={device.kind} chosen={state?.reason ?? props.draft?.reason} />
      <RemovalConsequence
        device={device}
        impact={impact}
        contact={props.contact}
        holdSeconds={props.holdSeconds}
      />
      {impact.guard !== null && (
        <RemovalGuard
          impact={impact}
          contact={props.contact}
          brand={props.brand}
          isConfirmed={props.draft?.confirmed ?? false}
        />
      )}
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        {props.keep}
        {refuses && (
          <a className={`${buttons.primary} ${SHOWN_WHERE_IT_CAN_WAIT}`} href={paths.add}>
            {t('receipt.addPhone')}
          </a>
        )}
        <button
          type="submit"
          className={`${buttons.danger} ${refuses ? HIDDEN_WHERE_IT_CAN_WAIT : ''}`}
          disabled={pending}
        >
          {pending
            ? t('remove.pending')
            : t(props.isServiceDown === true ? 'remove.submitLater' : 'remove.submit')}
        </button>
      </div>
    </form>
  )
}
