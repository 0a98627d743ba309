'use client'

import { useActionState } from 'react'
import {
  removeForPersonAction,
  requestApprovalAction,
  waitToRemoveForPersonAction,
} from '@/lib/actions/support'
import { supportPaths } from '@/lib/web/support-paths'
import type { Device } from '@/lib/devices/model/device'
import type { RemovalReason } from '@/lib/devices/model/safeguards'
import type { RemovalImpact } from '@/lib/devices/model/removal-impact'
import { nameInText } from '../../devices/row/device-name'
import {
  canBeRefused,
  GuardNotice,
  RemovalConsequence,
  WHERE_IT_CAN_WAIT,
} from '../../devices/removal/removal-consequence'
import { DeviceToRemoveCard } from '../../devices/removal/device-to-remove-card'
import { ReasonChoice } from '../../devices/removal/reason-choice'
import { Card } from '../../ui/card'
import { buttons } from '../../ui/button'
import { Notice } from '../../ui/notice'
import { useTranslations } from '../../layout/translations'
import { CallFields } from './call-fields'
import type { CallFormProps } from './call-form'
import { SupportRemovalProblem } from './support-removal-problem'
import { Rich } from '../../ui/rich'

/** Removes a device for a person, or asks a second agent for the last of its kind. It works without script too. */
export function SupportRemovalForm({
  userId,
  device,
  now,
  isServiceDown,
  draft,
  ask,
  ...seen
}: CallFormProps<{ readonly reason: RemovalReason | undefined }> & {
  device: Device
  impact: RemovalImpact
  /** The service can't be asked now, so the removal waits until it can. */
  isServiceDown: boolean
  now: string
}) {
  const translations = useTranslations()
  const { t } = translations
  const [removed, remove, removing] = useActionState(
    isServiceDown ? waitToRemoveForPersonAction : removeForPersonAction,
    null,
  )
  const [asked, askSecond, asking] = useActionState(requestApprovalAction, null)
  // The server has read the list again, so its answer counts more than what the page knew.
  const impact = removed !== null && 'impact' in removed ? removed.impact : seen.impact
  const isGuarded = impact.guard !== null
  const pending = removing || asking
  const state = isGuarded && asked !== null ? asked : removed
  if (state === null && ask !== null) return ask
  return (
    <Card className="mx-auto max-w-140 p-5 sm:p-7">
      <h1 className="mb-4 text-title font-bold tracking-tight">
        <Rich text={t('remove.title', { name: nameInText(device, translations) })} />
      </h1>
      <form action={isGuarded ? askSecond : remove} className="group/removal flex flex-col gap-5">
        <input type="hidden" name="person" value={userId} />
        <input type="hidden" name="device" value={device.id} />
        <DeviceToRemoveCard device={device} now={now} />
        {state !== null && !pending && (
          <SupportRemovalProblem state={state} userId={userId} asked={state === asked} />
        )}
        {isServiceDown && (
          <Notice tone="warn">
            <p className="font-semibold">{t('remove.serviceDown.title')}</p>
            <p>{t('remove.serviceDown.text')}</p>
          </Notice>
        )}
        <ReasonChoice kind={device.kind} chosen={state?.reason ?? draft.reason} />
        <CallFields typed={state ?? draft} />
        <RemovalConsequence device={device} impact={impact} />
        <GuardNotice impact={impact}>
          <p className="mt-1 font-semibold text-ink">{t('desk.second.title')}</p>
          <p>{t('desk.second.text')}</p>
          {isServiceDown && <p>{t('desk.second.waits')}</p>}
        </GuardNotice>
        <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
          <a className={buttons.secondary} href={supportPaths.person(userId)}>
            {t('remove.keep')}
          </a>
          {isGuarded ? (
            // For these reasons the last one stays, even with an approval.
            <button
              className={`${buttons.primary} ${canBeRefused(impact) ? WHERE_IT_CAN_WAIT.hidden : ''}`}
              disabled={pending}
            >
              {t(asking ? 'desk.second.pending' : 'desk.second.ask')}
            </button>
          ) : (
            <button className={buttons.danger} disabled={pending}>
              {t(
                removing
                  ? 'remove.pending'
                  : isServiceDown
                    ? 'remove.submitLater'
                    : 'remove.submit',
              )}
            </button>
          )}
        </div>
      </form>
    </Card>
  )
}
