'use client'

import { useTranslations } from '../layout/translations'
import { exactTime, friendlyDay } from './times'

/** A day in friendly words; the exact time on hover. `now` decides what is “today”. */
export function TimeText({ at, now }: { at: string; now: string }) {
  const { formats, timeZone } = useTranslations()
  return (
    <time dateTime={at} title={exactTime(at, formats, timeZone)}>
      {friendlyDay(at, now, formats, timeZone)}
    </time>
  )
}
