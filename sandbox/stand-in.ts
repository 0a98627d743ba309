import { z } from 'zod'
import { UnusablePort } from './http/listen'

const addresses = z.record(z.string(), z.string())
export type Addresses = z.infer<typeof addresses>

export const standInMessage = z.union([
  z.object({ ready: addresses }),
  z.object({ failed: z.string() }),
])

/** Runs one stand-in as a child of `main.ts`. Sends the parent its addresses, or the reason of a failure. */
export async function runStandIn(start: () => Promise<Addresses>): Promise<void> {
  process.on('disconnect', () => process.exit(0))
  // The parent may have ended during the start of this process, before the listener was in place.
  if (process.connected === false) process.exit(0)
  process.on('SIGTERM', () => process.exit(0))
  // Ctrl-C reaches the whole process group, but the parent decides when its children end.
  process.on('SIGINT', () => undefined)

  try {
    process.send?.({ ready: await start() })
  } catch (error) {
    if (!(error instanceof UnusablePort)) throw error
    process.send?.({ failed: error.message }, () => process.exit(1))
  }
}
