import 'server-only'
import type { Endpoint } from './define-endpoint'
import { postClientState, putClientState } from './endpoints/store-client-state'
import { postOpened } from './endpoints/note-opened'
import { postRedeem } from './endpoints/redeem-activation'
import { postActivationReport } from './endpoints/report-activation'
import { postDeviceReport } from './endpoints/report-device'

/** Every endpoint of the API. The description of the API is made of these. */
export const ENDPOINTS: readonly Endpoint[] = [
  postClientState,
  putClientState,
  postOpened,
  postRedeem,
  postActivationReport,
  postDeviceReport,
]
