import 'server-only'
import { z } from 'zod'
import { SIGN_IN_REFUSALS, type SignInRefusal } from '../../audit/events/sign-in-events'

/** Why a sign-in can't go on; carried through the library that runs the code flow, which nests it in errors of its own. */
export class SignInRefused extends Error {
  override name = 'SignInRefused'

  constructor(
    readonly reason: SignInRefusal,
    options?: ErrorOptions & {
      /** How far the provider's clock seems to be ahead of ours. */
      secondsAhead?: number
    },
  ) {
    super(reason, options)
    this.secondsAhead = options?.secondsAhead
  }

  readonly secondsAhead: number | undefined
}

const withReason = z.object({
  reason: z.enum(SIGN_IN_REFUSALS),
  secondsAhead: z.number().optional(),
})
export type KnownRefusal = z.infer<typeof withReason>

/** What an error says of itself; told by its shape, because the server bundles this module more than once. */
export function refusalIn(error: Error): KnownRefusal | null {
  return withReason.safeParse(error).data ?? null
}
