'use client'

import { useActionState, type ReactNode } from 'react'
import { removeDeviceAction, waitToRemoveAction } from '@/lib/actions/devices'
import { paths } from '@/lib/web/paths'
import { Card } from '../../ui/card'
import { ButtonLink } from '../../ui/button-link'
import { useTranslations } from '../../layout/translations'
import { nameInText } from '../row/device-name'
import { RemovalForm, type RemovalFormProps } from './removal-form'
import { Rich } from '../../ui/rich'

/** The removal as a page of its own, with the same form and server action as the dialog. It works without script. */
export function RemovalPageForm({
  ask,
  isServiceDown,
  ...form
}: Pick<RemovalFormProps, 'device' | 'impact' | 'isServiceDown' | 'now' | 'draft'> & {
  /** Asks for a fresh sign-in in place of the form, when the page knows that one is needed. A submitted form stays. */
  ask: ReactNode
}) {
  const translations = useTranslations()
  const [state, action, pending] = useActionState(
    isServiceDown === true ? waitToRemoveAction : removeDeviceAction,
    null,
  )
  if (state === null && ask !== null) return ask
  return (
    <Card className="mx-auto max-w-140 p-5 sm:p-7">
      <h1 className="mb-4 text-title font-bold tracking-tight">
        <Rich
          text={translations.t('remove.title', { name: nameInText(form.device, translations) })}
        />
      </h1>
      <RemovalForm
        state={state}
        action={action}
        pending={pending}
        isServiceDown={isServiceDown === true}
        keep={
          <ButtonLink href={paths.devices} label={translations.t('remove.keep')} look="secondary" />
        }
        {...form}
      />
    </Card>
  )
}
