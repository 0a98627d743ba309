import { useEffect, useState } from 'react'

/** Whole seconds until `until`, counted down from `now`, the server's time: the clock of the person's computer may be wrong. */
export function useSecondsUntil(until: string, now: string): number {
  const total = Math.max(0, Date.parse(until) - Date.parse(now))
  const [passed, setPassed] = useState(0)
  useEffect(() => {
    const startedAt = performance.now()
    const timer = setInterval(() => {
      const ms = performance.now() - startedAt
      setPassed(ms)
      if (ms > total) clearInterval(timer)
    }, 500)
    return () => clearInterval(timer)
  }, [total])
  return Math.max(0, Math.ceil((total - passed) / 1000))
}
