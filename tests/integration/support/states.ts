import type { NewState } from '@/lib/client-states/vault/vault'
import { now } from '@/lib/platform/clock'
import { randomId } from '@/lib/platform/crypto'

/** A recovery backup as an app hands it in, for no row of the service's list in particular. */
export const stateOf = (userId: string, more: Partial<NewState> = {}): NewState => ({
  userId,
  kind: 'backup',
  madeBy: 'app',
  issuer: 'https://issuer.example',
  subject: 'ada',
  deviceId: null,
  linkedBy: null,
  expiresAt: null,
  ...more,
})

/** An undertaking of its own. */
export const undertaking = () => ({
  actor: { issuer: 'https://issuer.example', subject: 'ada' },
  correlationId: randomId(),
  at: now(),
})
