import { useActionState, useEffect, useEffectEvent } from 'react'
import { useKnownStale } from './known-stale'

/** A form's server action with a callback after each answer. Where the page knows the answer, it is the first state. */
export function useFollowedAction<State extends object>(
  serverAction: (previous: State | null, form: FormData) => Promise<State | null>,
  onAnswer: (answer: State) => void,
) {
  const stale = useKnownStale()
  const [answer, action, pending] = useActionState(serverAction, null)
  const answered = useEffectEvent(onAnswer)
  useEffect(() => {
    if (answer !== null) answered(answer)
  }, [answer])
  return { state: answer ?? stale, action, pending }
}
