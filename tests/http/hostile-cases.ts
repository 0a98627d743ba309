import type { SignInRefusal } from '@/lib/audit/events/sign-in-events'
import type { SignInExplanation } from '@/lib/auth/oidc/explain-refusal'
import type { Lie, OpenIdFault } from '../fixtures/sandbox-client'

export interface HostileCase {
  /** Beginning with its name in the OpenID Foundation's conformance suite, where it has one. */
  name: string
  /** What the provider says wrongly to this person. */
  lie?: Lie
  /** What befalls everybody. */
  fault?: OpenIdFault
  /** What comes of it; `null`: the person is signed in. */
  refused: SignInRefusal | null
}

/** What the person is told. */
export const TOLD: Partial<Record<SignInRefusal, SignInExplanation>> = {
  'provider-unreachable': 'unavailable',
  'provider-answer': 'unavailable',
  'provider-metadata': 'unavailable',
  'provider-profile': 'unavailable',
  'request-not-accepted': 'unavailable',
  'client-not-accepted': 'unavailable',
  'code-not-accepted': 'expired',
  'attempt-unknown': 'expired',
  'token-times': 'clock',
  'authenticated-too-long-ago': 'too-long-ago',
}

type Row = readonly [name: string, what: Lie | OpenIdFault | null, refused: SignInRefusal | null]

function cases(rows: readonly Row[]): HostileCase[] {
  return rows.map(([name, what, refused]) => ({
    name,
    refused,
    ...(typeof what === 'string' && { lie: what }),
    ...(typeof what === 'object' && what !== null && { fault: what }),
  }))
}

const RP = 'oidcc-client-test'
const elsewhere = 'http://provider.evil.example'

/** In this order: a set of keys that was fetched is kept, and a new key is asked for twice a minute at most. */
export const CASES: readonly HostileCase[] = [
  ...cases([
    ['the set of keys hangs', { on: 'jwks', kind: 'hang' }, 'provider-unreachable'],
    ['the set of keys leads elsewhere', { on: 'jwks', kind: 'redirect' }, 'provider-unreachable'],
    ['the set of keys is out of order', { on: 'jwks', kind: 'status' }, 'provider-answer'],
    ['the set of keys is a page', { on: 'jwks', kind: 'html' }, 'provider-answer'],
    ['the set of keys is endless', { on: 'jwks', kind: 'endless' }, 'provider-answer'],
    ['the set of keys is none', { on: 'jwks', kind: 'json', body: {} }, 'provider-answer'],
  ]),
  ...cases([
    // Before the keys change: with the first ones, then with a new one, then with one that doesn't say which.
    [`${RP}-kid-absent-single-jwks`, 'no-kid', null],
    [`${RP}-signing-key-rotation, and …-just-before-signing`, 'rotated-key', null],
    [`${RP}-kid-absent-multiple-jwks`, 'no-kid', 'token-key'],
    ['another new key within half a minute', 'rotated-key', 'token-key'],
    [`${RP}-idtoken-sig-rs256`, null, null],
    [`${RP}-idtoken-sig-none`, 'alg-none', 'token-algorithm'],
    [`${RP}-invalid-sig-rs256`, 'garbage-signature', 'token-signature'],
    [`${RP}-invalid-sig-hs256: the client secret as a key`, 'hs256', 'token-algorithm'],
    ['a signature that is empty', 'no-signature', 'token-signature'],
    ['a foreign key under the name of a good one', 'foreign-key', 'token-signature'],
    ['a foreign key in the token itself (jwk)', 'foreign-key-in-jwk', 'token-signature'],
    ['a foreign key at an address (jku)', 'foreign-key-at-jku', 'token-signature'],
    ['a foreign certificate at an address (x5u)', 'foreign-key-at-x5u', 'token-signature'],
    ['a key that is in no set', 'unknown-kid', 'token-key'],
    ['a header that must be understood and is not', 'critical-header', 'token-form'],
  ]),
  ...cases([
    [RP, null, null],
    [`${RP}-client-secret-basic`, null, null],
    [`${RP}-invalid-iss`, 'wrong-issuer', 'token-issuer'],
    ['no issuer in the token', 'no-issuer', 'token-claims'],
    [`${RP}-missing-sub`, 'no-sub', 'token-claims'],
    ['an empty sub', 'empty-sub', 'token-claims'],
    ['a sub of 256 characters', 'long-sub', 'token-claims'],
    [`${RP}-invalid-aud`, 'wrong-audience', 'token-audience'],
    [`${RP}-missing-aud`, 'no-audience', 'token-claims'],
    ['two audiences and no authorised party', 'two-audiences', 'token-audience'],
    ['another authorised party', 'other-azp', 'token-audience'],
    [`${RP}-missing-iat`, 'no-iat', 'token-claims'],
    ['issued in an hour', 'future-iat', 'token-times'],
    ['not before an hour from now', 'future-nbf', 'token-times'],
    ['expired an hour ago', 'expired', 'token-times'],
    ['no end', 'no-exp', 'token-claims'],
    ['a clock 50 seconds ahead', 'clock-50-ahead', null],
    ['a clock 50 seconds behind', 'clock-50-behind', null],
    ['proved an hour ago', 'old-auth-time', null],
    [
      'proved a day ago, although half a day was asked for (max_age)',
      'ancient-auth-time',
      'authenticated-too-long-ago',
    ],
    ['an access token in place of the ID token', 'access-token', 'token-kind'],
    ['a logout token in place of the ID token', 'logout-token', 'token-kind'],
    ['a logout token that does not say so', 'untyped-logout-token', 'token-kind'],
    ['no ID token', 'no-id-token', 'provider-answer'],
    // The claims come in the ID token: nothing else is asked, so that nothing else can lie.
    [`${RP}-scope-userinfo-claims`, null, null],
    [`${RP}-userinfo-invalid-sub`, 'userinfo-other-sub', null],
  ]),
  ...cases([
    [`${RP}-nonce-invalid`, 'wrong-nonce', 'nonce'],
    ['no nonce', 'no-nonce', 'nonce'],
    ['another state', 'wrong-state', 'attempt-unknown'],
    ['no state', 'no-state', 'attempt-unknown'],
  ]),
  ...cases([
    [`${RP}-discovery-openid-config`, null, null],
    [`${RP}-discovery-jwks-uri-keys`, null, null],
    [
      `${RP}-discovery-issuer-mismatch`,
      { on: 'discovery', kind: 'metadata', changes: { issuer: elsewhere } },
      'provider-metadata',
    ],
    ['another issuer in the answer (RFC 9207)', 'wrong-iss', 'other-issuer'],
    ['no issuer in the answer, which is promised', 'no-iss', 'other-issuer'],
    ...['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'end_session_endpoint'].map(
      (name): Row => [
        `metadata with an unsafe ${name}`,
        { on: 'discovery', kind: 'metadata', changes: { [name]: `${elsewhere}/x` } },
        'provider-metadata',
      ],
    ),
    [
      'metadata that lead to a script',
      {
        on: 'discovery',
        kind: 'metadata',
        changes: { authorization_endpoint: 'javascript:alert(1)' },
      },
      'provider-metadata',
    ],
    [
      'metadata without a set of keys',
      { on: 'discovery', kind: 'metadata', changes: { jwks_uri: null } },
      'provider-metadata',
    ],
  ]),
  ...cases(
    (['discovery', 'token'] as const).flatMap((on): Row[] => [
      [`${on} hangs`, { on, kind: 'hang' }, 'provider-unreachable'],
      [`${on} leads elsewhere`, { on, kind: 'redirect' }, 'provider-unreachable'],
      [`${on} is out of order`, { on, kind: 'status' }, 'provider-answer'],
      [`${on} is a page`, { on, kind: 'html' }, 'provider-answer'],
      [`${on} is endless`, { on, kind: 'endless' }, 'provider-answer'],
    ]),
  ),
  ...cases([
    [
      'a code that is not accepted',
      { on: 'token', kind: 'json', status: 400, body: { error: 'invalid_grant' } },
      'code-not-accepted',
    ],
    [
      'credentials that are not accepted',
      { on: 'token', kind: 'json', status: 401, body: { error: 'invalid_client' } },
      'client-not-accepted',
    ],
    [
      'a token of another type than bearer',
      {
        on: 'token',
        kind: 'json',
        body: { access_token: 'x', id_token: 'x.y.z', token_type: 'mac' },
      },
      'provider-answer',
    ],
    [
      'text in place of the ID token',
      {
        on: 'token',
        kind: 'json',
        body: { access_token: 'x', id_token: 'no token', token_type: 'Bearer' },
      },
      'token-form',
    ],
  ]),
]
