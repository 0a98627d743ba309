import { useActionState, useEffect, useEffectEvent } from 'react'

/**
 * A form's server action that also works without script; `onAnswer` runs after each answer, so that what the page
 * shows can be read again.
 */
export function useFollowedAction<State>(
  serverAction: (previous: Awaited<State>, form: FormData) => Promise<State>,
  none: Awaited<State>,
  onAnswer: () => void,
) {
  const [state, action, pending] = useActionState(serverAction, none)
  const answered = useEffectEvent(onAnswer)
  useEffect(() => {
    if (state !== none) answered()
  }, [state, none])
  return { state, action, pending }
}
