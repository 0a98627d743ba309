import type { Person } from '@/lib/identity/id-token'

/** Somebody as an ID token tells of them that says nothing but who they are. */
export function identified(person: Pick<Person, 'issuer' | 'subject'> & Partial<Person>): Person {
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
