import type { SignedInPerson } from '@/lib/auth/sessions/signed-in-person'

/** Somebody as an ID token tells of them that says nothing but who they are. */
export function identified(
  person: Pick<SignedInPerson, 'issuer' | 'subject'> & Partial<SignedInPerson>,
): SignedInPerson {
  return {
    displayName: '',
    addresses: [],
    roles: [],
    claimedUserId: null,
    externalUserId: null,
    authenticatedAt: null,
    acr: null,
    amr: [],
    providerSession: null,
    nonce: null,
    ...person,
  }
}
