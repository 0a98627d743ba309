'use client'

import { useRef, useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { FIRST_ROWS, MORE_ROWS } from '@/components/devices/list/shown-rows'
import { buttons } from '../../ui/button'
import { useTranslations } from '../../layout/translations'
import { useDeviceRoutes } from './device-routes'

/** The first rows of a group, and a button for more. Without script the page is loaded again with more rows. */
export function GroupRows<Row>({
  rows,
  first,
  heading,
  className = '',
  children,
}: {
  rows: readonly Row[]
  /** How many rows of each group the page began with. */
  first: number
  /** The id of the group's heading. */
  heading: string
  className?: string
  /** The row as a list item. Some rows have an id, so that a page with more rows starts at the same place. */
  children: (row: Row, place: number, id: string | undefined) => ReactNode
}) {
  const { t, formats } = useTranslations()
  const routes = useDeviceRoutes()
  const [shown, setShown] = useState(first)
  const list = useRef<HTMLUListElement>(null)
  const rest = rows.length - shown

  function showMore() {
    flushSync(() => setShown(shown + MORE_ROWS))
    // The button moves below the new rows or goes away. The focus goes to the first new row, where it was.
    list.current?.children[shown]?.querySelector('a')?.focus({ preventScroll: true })
  }

  return (
    <>
      <ul ref={list} className={`divide-y divide-line ${className}`}>
        {rows.slice(0, shown).map((row, place) => children(row, place, idOf(heading, place)))}
      </ul>
      {rest > 0 && (
        <form
          action={`${routes.devices}#${idOf(heading, shown) ?? heading}`}
          className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-3 py-3 sm:px-5"
          onSubmit={(event) => {
            event.preventDefault()
            showMore()
          }}
        >
          <button
            id={`${heading}-more`}
            aria-labelledby={`${heading}-more ${heading}`}
            className={buttons.small}
            name="rows"
            value={shown + MORE_ROWS}
          >
            {t('group.more', { count: Math.min(rest, MORE_ROWS) })}
          </button>
          <span role="status" className="text-small text-soft">
            {t('group.shown', {
              count: shown,
              total: new Intl.NumberFormat(formats).format(rows.length),
            })}
          </span>
        </form>
      )}
    </>
  )
}

/** The id of a row that is the first new one after “show more”. */
function idOf(heading: string, place: number): string | undefined {
  return place >= FIRST_ROWS && (place - FIRST_ROWS) % MORE_ROWS === 0
    ? `${heading}-${place}`
    : undefined
}
