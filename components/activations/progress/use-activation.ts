import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ActivationView } from '@/lib/actions/activations'
import { isEnded } from '@/lib/activations/tracking/activation-state'
import { paths } from '@/lib/web/paths'
import { activationOptions } from '@/lib/query/activations'
import { problemOfQuery } from '@/lib/query/devices'
import { mayGetReceipt } from './steps'

/** An activation as it goes on: pushed by the server, polled while that fails; and why it can't be read now. */
export function useActivation(number: string) {
  const client = useQueryClient()
  const [isTold, setTold] = useState(true)
  const query = useQuery(activationOptions(number, isTold))
  const { refetch } = query
  const isOver = query.data !== undefined && isOverIn(query.data)

  useEffect(() => {
    if (isOver) return
    const { queryKey } = activationOptions(number)
    const source = new EventSource(paths.activationEvents(number))
    source.addEventListener('open', () => setTold(true))
    source.addEventListener('error', () => setTold(false))
    source.addEventListener('activation', ({ data }: MessageEvent<string>) => {
      setTold(true)
      const news = viewIn(data, number)
      if (news === null) return
      client.setQueryData<ActivationView>(queryKey, (known) =>
        known && known.activation.version > news.activation.version ? known : news,
      )
    })
    // The server has ended the stream: the session is over, or the longest time of a watch. The next read tells which.
    source.addEventListener('ended', () => {
      source.close()
      setTold(false)
      void refetch()
    })
    return () => source.close()
  }, [client, number, isOver, refetch])

  return { view: query.data, problem: problemOfQuery(query.error), refetch }
}

function isOverIn({ activation, readAt }: ActivationView): boolean {
  return isEnded(activation) && !mayGetReceipt(activation, readAt)
}

/** The view in an event of the stream, if it is of this activation. */
function viewIn(data: string, number: string): ActivationView | null {
  const { activation, readAt } = (JSON.parse(data) ?? {}) as Partial<ActivationView>
  return activation?.number === number && readAt !== undefined ? { activation, readAt } : null
}
