import { unstable_rethrow } from 'next/navigation'
import { removeDeviceAction } from '@/lib/actions/devices'
import type { RemovalState } from '@/lib/actions/form-states'

/** Sends the removal from a browser with script. When the connection breaks, the answer says that the outcome is unknown. */
export async function submitRemoval(previous: RemovalState, form: FormData): Promise<RemovalState> {
  try {
    return await removeDeviceAction(previous, form)
  } catch (error) {
    unstable_rethrow(error)
    return { device: String(form.get('device')), code: 'no-answer' }
  }
}
