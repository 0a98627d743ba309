'use client'

import { useActionState, type ReactNode } from 'react'
import { removeForPersonAction, requestApprovalAction } from '@/lib/actions/support'
import { supportPaths } from '@/lib/web/support-paths'
import type { Device } from '@/lib/devices/model/device'
import type { RemovalReason } from '@/lib/devices/model/safeguards'
import { removalWarning, type RemovalImpact } from '@/lib/devices/model/removal-impact'
import { PageStamp } from '../../layout/page-stamp'
import { deviceName } from '../../devices/row/device-name'
import { RemovalConsequence } from '../../devices/removal/removal-consequence'
import { DeviceToRemoveCard } from '../../devices/removal/device-to-remove-card'
import { ReasonChoice } from '../../devices/removal/reason-choice'
import { Card } from '../../ui/card'
import { buttons } from '../../ui/button'
import { Notice } from '../../ui/notice'
import { useTranslations } from '../../layout/translations'
import { CallFields } from './call-fields'
import { SupportRemovalProblem } from './support-removal-problem'

type Typed = {
  readonly reason: RemovalReason | undefined
  readonly ticket: string
  readonly verified: boolean
}

/** For these reasons the last one stays, even with an approval. */
const WHERE_IT_CAN_WAIT =
  'group-has-[input[value=sold]:checked]/removal:hidden group-has-[input[value=tidying]:checked]/removal:hidden'

/**
 * Removes a device for a person. The last one of its kind needs a second agent, and this form asks for one. It works
 * without script too.
 */
export function SupportRemovalForm({
  userId,
  device,
  now,
  brand,
  contact,
  holdSeconds,
  draft,
  confirm,
  ...seen
}: {
  userId: string
  device: Device
  impact: RemovalImpact
  now: string
  brand: string
  contact: string
  holdSeconds: number
  /** What was entered here before the agent went to confirm that it's them. */
  draft: Typed
  /** Asks for a fresh sign-in in place of the form, when the page knows that one is needed. A submitted form stays. */
  confirm: ReactNode
}) {
  const translations = useTranslations()
  const { t } = translations
  const [removed, remove, removing] = useActionState(removeForPersonAction, null)
  const [asked, ask, asking] = useActionState(requestApprovalAction, null)
  // The server has read the list again, so its answer counts more than what the page knew.
  const impact = removed !== null && 'impact' in removed ? removed.impact : seen.impact
  const isGuarded = impact.guard !== null
  const pending = removing || asking
  const state = isGuarded && asked !== null ? asked : removed
  if (state === null && confirm !== null) return confirm
  return (
    <Card className="mx-auto max-w-140 p-5 sm:p-7">
      <h1 className="mb-4 text-title font-bold tracking-tight">
        {t('remove.title', { name: deviceName(device, translations) })}
      </h1>
      <form action={isGuarded ? ask : remove} className="group/removal flex flex-col gap-5">
        <PageStamp />
        <input type="hidden" name="person" value={userId} />
        <input type="hidden" name="device" value={device.id} />
        <DeviceToRemoveCard device={device} now={now} />
        {state !== null && !pending && (
          <SupportRemovalProblem
            state={state}
            userId={userId}
            asked={state === asked}
            brand={brand}
          />
        )}
        <ReasonChoice chosen={state?.reason ?? draft.reason} />
        <CallFields typed={state ?? draft} />
        <RemovalConsequence
          device={device}
          impact={impact}
          contact={contact}
          holdSeconds={holdSeconds}
        />
        {isGuarded && <SecondAgent impact={impact} brand={brand} contact={contact} />}
        <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
          <a className={buttons.secondary} href={supportPaths.person(userId)}>
            {t('remove.keep')}
          </a>
          <button
            className={isGuarded ? `${buttons.primary} ${WHERE_IT_CAN_WAIT}` : buttons.danger}
            disabled={pending}
          >
            {t(
              isGuarded
                ? asking
                  ? 'desk.second.pending'
                  : 'desk.second.ask'
                : removing
                  ? 'remove.pending'
                  : 'remove.submit',
            )}
          </button>
        </div>
      </form>
    </Card>
  )
}

/** That it would be the last one, what would be left, and that a second agent must agree; or that it stays, where the reason can wait. */
function SecondAgent({
  impact,
  brand,
  contact,
}: {
  impact: RemovalImpact
  brand: string
  contact: string
}) {
  const { t } = useTranslations()
  const { guard } = impact
  const warning = removalWarning(impact)
  if (guard === null || warning === null) return null
  return (
    <Notice tone="warn">
      <p className="font-semibold">{t(`remove.guard.${guard}`)}</p>
      <div className="group-has-[input[value=sold]:checked]/removal:hidden group-has-[input[value=tidying]:checked]/removal:hidden">
        <p>{t(`remove.left.${warning}`, { contact })}</p>
        <p className="mt-1 font-semibold text-ink">{t('desk.second.title')}</p>
        <p>{t('desk.second.text')}</p>
      </div>
      <p className="hidden group-has-[input[value=sold]:checked]/removal:block group-has-[input[value=tidying]:checked]/removal:block">
        {t(`remove.wayOut.${guard}`, { brand })}
      </p>
    </Notice>
  )
}
