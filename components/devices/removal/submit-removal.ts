import { unstable_rethrow } from 'next/navigation'
import { removeDeviceAction } from '@/lib/actions/devices'
import type { RemovalState } from '@/lib/actions/form-states'

/**
 * The removal as a browser with script asks for it. When the connection breaks nobody knows what became of the request,
 * so that is an answer of its own; the receipt that a removal leads to is a redirect, and passes through.
 */
export async function submitRemoval(previous: RemovalState, form: FormData): Promise<RemovalState> {
  try {
    return await removeDeviceAction(previous, form)
  } catch (error) {
    unstable_rethrow(error)
    return { device: String(form.get('device')), code: 'no-answer' }
  }
}
