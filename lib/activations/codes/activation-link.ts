import 'server-only'
import { env } from '../../platform/env'
import type { Activation } from '../tracking/activation-state'

/**
 * Where the phone's camera leads: the organisation's app, with the long code in the fragment, which no server is sent.
 * Throws where no app is set up; `addOptions` says so first.
 */
export function activationLink(code: string, purpose: Activation['purpose']): string {
  const base = env().ACTIVATION_LINK_BASE
  if (base === undefined) throw new Error('ACTIVATION_LINK_BASE is not set')
  return `${base}#${purpose === 'bind' ? 'code' : 'make'}=${code}`
}
