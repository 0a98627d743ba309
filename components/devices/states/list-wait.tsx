'use client'

import { createContext, use, useCallback, useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from '../../layout/translations'

/** When the skeleton shows its words, in milliseconds; globals.css has the same times. */
const STAGES = [
  ['asking', 1_000],
  ['slow', 4_000],
] as const

const ListArrival = createContext<() => void>(() => undefined)

/** Reads the skeleton's words out until the list inside has come, which {@link ListArrived} tells. */
export function ListWait({ children }: { children: ReactNode }) {
  const [isHere, setIsHere] = useState(false)
  // Always the same, so that the list inside isn't rendered anew before it has come.
  const arrive = useCallback(() => setIsHere(true), [])
  return (
    <ListArrival value={arrive}>
      {children}
      {!isHere && <SpokenWait />}
    </ListArrival>
  )
}

/** Stands beside the list that a {@link ListWait} waits for. */
export function ListArrived() {
  const arrive = use(ListArrival)
  useEffect(arrive, [arrive])
  return null
}

/** The skeleton's words for a screen reader, each once. */
export function SpokenWait() {
  const { t } = useTranslations()
  const [stage, setStage] = useState<'asking' | 'slow' | null>(null)
  useEffect(() => {
    const timers = STAGES.map(([next, ms]) => setTimeout(() => setStage(next), ms))
    return () => timers.forEach((timer) => clearTimeout(timer))
  }, [])
  return (
    <p role="status" className="sr-only">
      {stage !== null && t(`waiting.${stage}`)}
    </p>
  )
}
