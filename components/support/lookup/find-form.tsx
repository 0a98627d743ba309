'use client'

import { useActionState } from 'react'
import { findPersonAction } from '@/lib/actions/support'
import { LOOK_UP_KINDS } from '@/lib/support/support-state'
import { PageStamp } from '../../reauth/page-stamp'
import { buttons } from '../../ui/button'
import { Card } from '../../ui/card'
import { useTranslations } from '../../layout/translations'
import { FoundPeople } from './found-people'

/** The search of support: by what the caller can give, and the people it finds. */
export function FindForm() {
  const { t } = useTranslations()
  const [state, action, pending] = useActionState(findPersonAction, null)
  return (
    <div className="flex flex-col gap-5">
      <Card className="p-5 sm:p-7">
        <form action={action} className="flex flex-col gap-4">
          <PageStamp />
          <fieldset>
            <legend className="mb-2 font-bold">{t('desk.find.by')}</legend>
            <div className="flex flex-col gap-x-6 sm:flex-row sm:flex-wrap">
              {LOOK_UP_KINDS.toReversed().map((kind, place) => (
                <label key={kind} className="flex min-h-11 cursor-pointer items-center gap-2.5">
                  <input
                    type="radio"
                    name="by"
                    value={kind}
                    defaultChecked={state === null ? place === 0 : state.by === kind}
                    className="size-4.5 accent-accent"
                  />
                  {t(`desk.find.by.${kind}`)}
                </label>
              ))}
            </div>
          </fieldset>
          <div className="flex flex-col gap-3 sm:flex-row sm:items-end">
            <label className="flex min-w-0 flex-1 flex-col gap-1.5">
              <span className="font-bold">{t('desk.find.text')}</span>
              <input
                name="text"
                required
                minLength={2}
                maxLength={200}
                autoComplete="off"
                spellCheck={false}
                defaultValue={state?.text ?? ''}
                aria-describedby="find-hint"
                className="min-h-11 rounded-button border border-control bg-surface px-3.5 py-2"
              />
            </label>
            <button className={buttons.primary} disabled={pending}>
              {t(pending ? 'desk.find.pending' : 'desk.find.submit')}
            </button>
          </div>
          <p id="find-hint" className="text-small text-soft">
            {t('desk.find.hint')}
          </p>
        </form>
      </Card>
      {!pending && <FoundPeople state={state} />}
    </div>
  )
}
