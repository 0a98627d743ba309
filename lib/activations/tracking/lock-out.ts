import 'server-only'
import { env } from '../../platform/env'

/** The lock-out policy of the organisation's tenant at the service, as it is configured. */
export function lockOutPolicy() {
  const { RECOGNIZE_LOCKOUT_TRIES, RECOGNIZE_LOCKOUT_WINDOW_SECONDS, RECOGNIZE_LOCKOUT_SECONDS } =
    env()
  return {
    tries: RECOGNIZE_LOCKOUT_TRIES,
    windowSeconds: RECOGNIZE_LOCKOUT_WINDOW_SECONDS,
    pauseSeconds: RECOGNIZE_LOCKOUT_SECONDS,
  }
}
