'use client'

import type { ReactNode } from 'react'
import { isEnded, type Activation } from '@/lib/activations/tracking/activation-state'
import { lockOutSentence } from '@/lib/i18n/lock-out-sentence'
import type { Translate } from '@/lib/i18n/translator'
import { paths, signInAndReturn } from '@/lib/web/paths'
import { Card } from '../../ui/card'
import { Notice } from '../../ui/notice'
import { ReloadWithoutScript } from '../../ui/reload-without-script'
import { useShownSettings } from '../../layout/settings-context'
import { useTranslations } from '../../layout/translations'
import { TextLink } from '../../ui/text-link'
import { ActivationEnd } from './activation-end'
import { CodePanel } from './code-panel'
import { FailureNotice } from './failure-notice'
import { CancelForm, UndoActivationForm } from './leave-forms'
import { StepList } from './step-list'
import { stageOf } from './steps'
import { useActivation } from './use-activation'

/** An activation from its code to its end. It follows by itself; without script the page is loaded again instead. */
export function ActivationScreen({
  number,
  code,
}: {
  number: string
  /** The code, drawn by the server; null where this browser may not see it. */
  code: ReactNode
}) {
  const { t } = useTranslations()
  const { view, problem, refetch } = useActivation(number)
  if (view === undefined) return null
  const { activation, readAt } = view
  const onChange = () => void refetch()
  return (
    <>
      {/* One sentence for each step, so that it is read out once; the seconds are not in it. */}
      <p role="status" className="sr-only">
        {stageText(activation, t)}
      </p>
      {problem !== null && !isEnded(activation) && (
        <Notice tone="warn">
          {problem.code === 'signed-out' ? (
            <>
              <p>{t('add.signedOut')}</p>
              <TextLink
                href={signInAndReturn(paths.activation(number))}
                label={t('signedOut.again')}
              />
            </>
          ) : (
            <p>{t('add.notFresh')}</p>
          )}
        </Notice>
      )}
      {isEnded(activation) ? (
        <ActivationEnd activation={activation} now={readAt} onChange={onChange} />
      ) : (
        <Underway activation={activation} now={readAt} code={code} onChange={onChange} />
      )}
    </>
  )
}

function Underway({
  activation,
  now,
  code,
  onChange,
}: {
  activation: Activation
  now: string
  code: ReactNode
  onChange: () => void
}) {
  const { t } = useTranslations()
  const { lockOut } = useShownSettings()
  const { number, purpose, failure, redeemedAt, facePassedAt } = activation
  const task = purpose === 'bind' ? 'bind' : 'makeState'
  return (
    <Card className="grid gap-x-11 gap-y-7 p-5 sm:p-9 md:grid-cols-[15rem_1fr]">
      <ReloadWithoutScript />
      <div className="md:col-span-2">
        <h2 className="text-lead font-bold">{t(`add.${task}.title`)}</h2>
        <p className="text-soft">{t(`add.${task}.text`)}</p>
      </div>
      <CodePanel activation={activation} now={now} onOver={onChange}>
        {code}
      </CodePanel>
      <div className="flex min-w-0 flex-col gap-6">
        {failure !== null && <FailureNotice key={failure.at} failure={failure} />}
        <StepList activation={activation} />
        {failure === null && purpose === 'bind' && redeemedAt !== null && facePassedAt === null && (
          <p className="rounded-card bg-paper px-4 py-3.5 text-small text-soft">
            {`${t('add.faceHelp')} ${lockOutSentence(lockOut, t)}`}
          </p>
        )}
        {redeemedAt === null ? (
          <CancelForm number={number} />
        ) : (
          <div>
            <p className="text-small text-soft">
              {t(purpose === 'bind' ? 'add.undo.early' : 'add.undo.old')}
            </p>
            <UndoActivationForm number={number} onChange={onChange} />
          </div>
        )}
      </div>
    </Card>
  )
}

function stageText(activation: Activation, t: Translate): string {
  const stage = stageOf(activation)
  const isOld = activation.purpose === 'make-state'
  switch (stage) {
    case 'waiting':
    case 'opened':
    case 'passed':
      return t(`add.stage.${stage}`)
    case 'redeemed':
      return t(isOld ? 'add.stage.redeemedOld' : 'add.stage.redeemed')
    case 'unseen':
      return t(isOld ? 'add.end.unseenOld.title' : 'add.end.unseen.title')
    default:
      return t(`add.end.${stage}.title`)
  }
}
