'use client'

import type { Activation } from '@/lib/activations/tracking/activation-state'
import { clockTime } from '../../ui/times'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { stepsOf, type Step } from './steps'

const circles = {
  done: 'bg-ok-soft text-ok',
  now: 'bg-accent text-on-accent',
  next: 'border border-control text-soft',
} as const

const titles = {
  done: 'text-ink',
  now: 'font-semibold text-ink',
  next: 'text-soft',
} as const

/** What happens on the phone, step by step, as far as it is known here. */
export function StepList({ activation }: { activation: Activation }) {
  const { t } = useTranslations()
  return (
    <ol className="flex flex-col gap-5" aria-label={t('add.progress')}>
      {stepsOf(activation).map((step, place) => (
        <li
          key={step.name}
          className="flex gap-3.5"
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span
            className={`inline-flex size-7 shrink-0 items-center justify-center rounded-full text-small font-semibold tabular-nums ${circles[step.state]}`}
            aria-hidden="true"
          >
            {step.state === 'done' ? <Tick /> : place + 1}
          </span>
          <div className="min-w-0 pt-px">
            <p className={titles[step.state]}>
              {step.state === 'done' && <span className="sr-only">{t('add.stepDone')} </span>}
              <StepTitle step={step} />
            </p>
            <StepDetail step={step} isFailing={activation.failure !== null} />
          </div>
        </li>
      ))}
    </ol>
  )
}

function StepTitle({ step: { name, state } }: { step: Step }) {
  const { t } = useTranslations()
  const { brand } = useShownSettings()
  // The last step is never done in this list: the page shows it afterwards.
  if (name === 'compare' || name === 'newPhone') return t(`add.step.${name}.now`)
  return t(`add.step.${name}.${state === 'done' ? 'done' : 'now'}`, { brand })
}

function StepDetail({ step: { name, state, at }, isFailing }: { step: Step; isFailing: boolean }) {
  const { t, formats, timeZone } = useTranslations()
  if (state === 'done' && at !== null)
    return (
      <p className="text-small text-soft tabular-nums">
        <time dateTime={at}>{clockTime(at, formats, timeZone, 'medium')}</time>
      </p>
    )
  // The failure notice says what went wrong, and what to do.
  if (state !== 'now' || isFailing || name === 'compare' || name === 'newPhone') return null
  return <p className="text-small text-soft">{t(`add.hint.${name}`)}</p>
}

function Tick() {
  return (
    <svg
      viewBox="0 0 16 16"
      className="size-4 fill-none stroke-current"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="m3.5 8.5 3 3 6-6.5" />
    </svg>
  )
}
