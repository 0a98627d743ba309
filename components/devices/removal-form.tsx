'use client'

import type { ReactNode } from 'react'
import type { RemovalState } from '@/lib/actions/states'
import type { Device } from '@/lib/devices/device'
import { REMOVAL_REASONS } from '@/lib/devices/guards'
import type { Outlook } from '@/lib/devices/outlook'
import { buttons } from '../ui/button'
import { TimeText } from '../ui/time-text'
import { useWords } from '../words'
import { DeviceIcon, Fingerprint } from './device-mark'
import { deviceName, deviceSubtitle } from './device-name'
import { RemovalConsequence, RemovalGuard } from './removal-consequence'
import { RemovalProblem } from './removal-problem'

type RemovalFormProps = {
  device: Device
  outlook: Outlook
  now: string
  contact: string
  brand: string
  /** How long a removal that can wait is held. */
  holdSeconds: number
  state: RemovalState
  action: (form: FormData) => void
  pending: boolean
  /** What leaves everything as it is: a button in the dialog, a link on the page. */
  keep: ReactNode
}

/** Why, what it means, and the button. The same form stands in the dialog and on the page that works without script. */
export function RemovalForm(props: RemovalFormProps) {
  const { device, state, pending } = props
  // The server looked again: what it saw counts more than what the page knew.
  const outlook = state && 'outlook' in state ? state.outlook : props.outlook
  const { t } = useWords()
  return (
    <form action={props.action} className="group/removal flex flex-col gap-5">
      <input type="hidden" name="device" value={device.id} />
      <Victim device={device} now={props.now} />
      {state !== null && !pending && (
        <RemovalProblem state={state} contact={props.contact} brand={props.brand} />
      )}
      <fieldset>
        <legend className="mb-2 font-bold">{t('remove.why')}</legend>
        <div className="flex flex-col gap-2">
          {REMOVAL_REASONS.map((reason) => (
            <label
              key={reason}
              className="flex min-h-11 cursor-pointer items-center gap-3 rounded-button border border-line px-3.5 py-2 hover:bg-paper has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input
                type="radio"
                name="reason"
                value={reason}
                required
                defaultChecked={state?.reason === reason}
                className="size-4.5 accent-accent"
              />
              {t(`remove.reason.${reason}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <RemovalConsequence
        device={device}
        outlook={outlook}
        contact={props.contact}
        holdSeconds={props.holdSeconds}
      />
      {outlook.guard !== null && (
        <RemovalGuard outlook={outlook} contact={props.contact} brand={props.brand} />
      )}
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        {props.keep}
        <button type="submit" className={buttons.danger} disabled={pending}>
          {pending ? t('remove.pending') : t('remove.submit')}
        </button>
      </div>
    </form>
  )
}

/** The very device that is about to go. */
function Victim({ device, now }: { device: Device; now: string }) {
  const words = useWords()
  const subtitle = deviceSubtitle(device, words)
  return (
    <div className="flex items-center gap-3 rounded-card border border-line px-4 py-3">
      <DeviceIcon device={device} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-semibold">{deviceName(device, words)}</span>
          {device.fingerprint !== null && <Fingerprint code={device.fingerprint} />}
        </p>
        <p className="text-small text-soft">
          {subtitle}
          {subtitle && ' · '}
          {device.addedAt === null ? (
            words.t('row.noDate')
          ) : (
            <>
              {words.t('row.added')} <TimeText at={device.addedAt} now={now} />
            </>
          )}
        </p>
      </div>
    </div>
  )
}
