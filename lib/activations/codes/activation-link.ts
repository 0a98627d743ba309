import 'server-only'
import { env } from '../../platform/env'
import type { Activation } from '../tracking/activation-state'

/** The link of the QR code. The long code is in the fragment, which browsers send to no server. */
export function activationLink(code: string, purpose: Activation['purpose']): string {
  const base = env().ACTIVATION_LINK_BASE
  if (base === undefined) throw new Error('ACTIVATION_LINK_BASE is not set')
  return `${base}#${purpose === 'bind' ? 'code' : 'make'}=${code}`
}
