import type { ReactNode } from 'react'
import { EVENT_TYPES, OUTCOMES } from '@/lib/audit/events/events'
import type { AuditQuery } from '@/lib/audit/reading/audit-query'
import { supportPaths } from '@/lib/web/support-paths'
import type { Translate } from '@/lib/i18n/translator'
import { buttons } from '../ui/button'
import { ButtonLink } from '../ui/button-link'
import { Card } from '../ui/card'
import { typeText } from './type-text'

type Problems = AuditQuery['problems']

const control =
  'min-h-11 w-full min-w-0 rounded-button border border-control bg-surface px-3 text-ink aria-invalid:border-danger'

/** The filter of the audit log, as a GET form: a filtered page has an address that can be kept. */
export function AuditFilter({ query, t }: { query: AuditQuery; t: Translate }) {
  const { asked, problems } = query
  const isUsed = Object.values(asked).flat().some(Boolean) || problems.length > 0
  return (
    <Card>
      <details open={isUsed} className="px-4 sm:px-5">
        <summary className="min-h-11 cursor-pointer py-2.5 font-semibold">
          {t(isUsed ? 'trail.filter.on' : 'trail.filter')}
        </summary>
        <form action={supportPaths.trail} className="flex flex-col gap-4 pt-1 pb-5">
          <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {(['who', 'whom', 'device'] as const).map((name) => (
              <Field key={name} name={name} hint={t(`trail.${name}.hint`)} {...{ problems, t }}>
                {(described) => (
                  <input
                    {...described}
                    className={`${control} font-mono text-small`}
                    defaultValue={asked[name]}
                    autoComplete="off"
                    spellCheck={false}
                  />
                )}
              </Field>
            ))}
            {(['from', 'to'] as const).map((name) => (
              <Field key={name} name={name} {...{ problems, t }}>
                {(described) => (
                  <input
                    {...described}
                    className={control}
                    type="datetime-local"
                    step="1"
                    defaultValue={asked[name]}
                  />
                )}
              </Field>
            ))}
            <Field name="outcome" {...{ problems, t }}>
              {(described) => (
                <select {...described} className={control} defaultValue={asked.outcome}>
                  <option value="">{t('trail.outcome.any')}</option>
                  {OUTCOMES.map((outcome) => (
                    <option key={outcome} value={outcome}>
                      {t(`trail.outcome.${outcome}`)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
          <TypeChoice query={query} t={t} />
          <div className="flex flex-wrap gap-3">
            <button className={buttons.primary}>{t('trail.apply')}</button>
            {isUsed && (
              <ButtonLink href={supportPaths.trail} label={t('trail.reset')} look="secondary" />
            )}
          </div>
        </form>
      </details>
    </Card>
  )
}

type Described = {
  readonly id: string
  readonly name: string
  readonly 'aria-describedby'?: string
  readonly 'aria-invalid'?: true
}

/** A labelled field with its hint, and with what is wrong with it beside it. */
function Field({
  name,
  hint,
  problems,
  t,
  children,
}: {
  name: 'who' | 'whom' | 'device' | 'outcome' | 'from' | 'to'
  hint?: string
  problems: Problems
  t: Translate
  children: (described: Described) => ReactNode
}) {
  const found = problems.filter(
    ({ field }) => field === name || (field === 'order' && name === 'to'),
  )
  const notes = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(found.length > 0 ? [`${name}-problem`] : []),
  ].join(' ')
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={name} className="text-small font-semibold">
        {t(`trail.${name}`)}
      </label>
      {children({
        id: name,
        name,
        ...(notes && { 'aria-describedby': notes }),
        ...(found.length > 0 && { 'aria-invalid': true }),
      })}
      {hint !== undefined && (
        <p id={`${name}-hint`} className="text-small text-soft">
          {hint}
        </p>
      )}
      {found.length > 0 && (
        <p id={`${name}-problem`} className="text-small font-semibold wrap-anywhere text-danger">
          {found.map((problem) => problemText(problem, t)).join(' ')}
        </p>
      )}
    </div>
  )
}

function TypeChoice({ query: { asked, problems }, t }: { query: AuditQuery; t: Translate }) {
  const count = asked.what.length
  return (
    <fieldset className="min-w-0">
      <legend className="text-small font-semibold">{t('trail.what')}</legend>
      {problems
        .filter(({ field }) => field === 'what')
        .map((problem) => (
          <p key={problem.text} className="text-small font-semibold wrap-anywhere text-danger">
            {problemText(problem, t)}
          </p>
        ))}
      <details className="mt-1 rounded-button border border-line px-3">
        <summary className="min-h-11 cursor-pointer py-2.5">
          {count === 0 ? t('trail.what.any') : t('trail.what.some', { count })}
        </summary>
        <ul className="grid gap-x-4 gap-y-1 pb-3 sm:grid-cols-2 lg:grid-cols-3">
          {EVENT_TYPES.toSorted().map((type) => (
            <li key={type}>
              <label className="flex min-h-11 items-center gap-3 text-small">
                <input
                  type="checkbox"
                  name="what"
                  value={type}
                  defaultChecked={asked.what.includes(type)}
                  className="size-5 shrink-0 accent-accent"
                />
                <span className="min-w-0">
                  {typeText(type, t)}
                  <span className="block font-mono wrap-anywhere text-soft">{type}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </details>
    </fieldset>
  )
}

/** The error of an invalid filter. */
export function problemText({ field, text }: Problems[number], t: Translate): string {
  return field === 'order' ? t('trail.wrong.order') : t(`trail.wrong.${field}`, { text })
}
