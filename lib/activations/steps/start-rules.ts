/** What a phone is added from: a stored recovery backup, a temporary state that an old phone makes first, or the state that it has made. */
export type StartMethod = 'backup' | 'old-phone' | 'made-state'

/** The places that a start takes in the service's list. The temporary state of an old phone takes one of its own. */
const PLACES_NEEDED = { backup: 1, 'made-state': 1, 'old-phone': 2 } as const satisfies Record<
  StartMethod,
  number
>

/** What the list says of an identity: its places, and how many rows may be a phone in use. */
export type StartFacts = {
  readonly places: { readonly used: number; readonly limit: number }
  readonly phones: number
}

/** What the list lacks for a start: too few free places, or a phone to make a state. The one rule for everybody. */
export function missingForStart(
  start: StartMethod,
  { places, phones }: StartFacts,
): 'no-place' | 'no-phone' | null {
  if (places.used + PLACES_NEEDED[start] > places.limit) return 'no-place'
  return start === 'old-phone' && phones === 0 ? 'no-phone' : null
}
