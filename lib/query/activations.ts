import { queryOptions } from '@tanstack/react-query'
import { isEnded } from '../activations/tracking/activation-state'
import { readActivationAction, type ActivationView } from '../actions/activations'
import { valueOf } from './devices'

export type { ActivationView }

const POLL_MS = 3_000

/** One activation. It polls until the end, unless events update this key (`isStreaming`). */
export function activationOptions(number: string, isStreaming = true) {
  return queryOptions({
    queryKey: ['activations', number],
    queryFn: () => valueOf(readActivationAction(number)),
    staleTime: isStreaming ? Infinity : 1_000,
    refetchInterval: ({ state: { data } }) =>
      !isStreaming && !(data && isEnded(data.activation)) && POLL_MS,
    retry: false,
  })
}
