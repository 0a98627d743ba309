import { expect, test } from 'vitest'
import { parseClientKeys } from '@/lib/platform/settings/client-keys'
import { missingForProfile } from '@/lib/auth/oidc/profile'
import { generateKeyPairSync } from 'node:crypto'

const parsed = parseClientKeys(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string,
)
const keys = parsed.ok ? parsed.value : undefined

const byKey = {
  AUTH_OIDC_PROFILE: 'fapi2',
  AUTH_OIDC_CLIENT_AUTH: 'private_key_jwt',
  AUTH_OIDC_CLIENT_KEY: keys,
} as const
const byCertificate = {
  AUTH_OIDC_PROFILE: 'fapi2',
  AUTH_OIDC_CLIENT_AUTH: 'tls_client_auth',
  AUTH_OIDC_CLIENT_KEY: undefined,
} as const

const GOOD = {
  pushed_authorization_request_endpoint: 'https://issuer.example/par',
  authorization_response_iss_parameter_supported: true,
  code_challenge_methods_supported: ['plain', 'S256'],
  id_token_signing_alg_values_supported: ['RS256', 'PS256'],
  token_endpoint_auth_methods_supported: ['private_key_jwt', 'tls_client_auth'],
  token_endpoint_auth_signing_alg_values_supported: ['PS256', 'ES256'],
  dpop_signing_alg_values_supported: ['ES256'],
  tls_client_certificate_bound_access_tokens: true,
}

const OF_BOTH = [
  'pushed_authorization_request_endpoint',
  'authorization_response_iss_parameter_supported',
  'code_challenge_methods_supported',
  'id_token_signing_alg_values_supported',
  'token_endpoint_auth_methods_supported',
]
const OF_KEYS = [
  'token_endpoint_auth_signing_alg_values_supported',
  'dpop_signing_alg_values_supported',
]
const OF_CERTIFICATES = ['tls_client_certificate_bound_access_tokens']

const names = (...given: Parameters<typeof missingForProfile>) =>
  missingForProfile(...given).map((text) => text.replace(/:.*/, ''))

for (const [how, chosen, due] of [
  ['by key', byKey, [...OF_BOTH, ...OF_KEYS]],
  ['by certificate', byCertificate, [...OF_BOTH, ...OF_CERTIFICATES]],
] as const)
  test(`FAPI 2.0 ${how}: what a provider doesn’t say that it does is missing, by its name, and nothing else @A4`, () => {
    expect(missingForProfile(chosen, GOOD)).toEqual([])
    expect(names(chosen, {})).toEqual(due)
    for (const name of due) expect(names(chosen, { ...GOOD, [name]: undefined })).toEqual([name])
  })

test('a provider that does something else than FAPI 2.0 demands is not enough @A2 @A4', () => {
  for (const [name, value] of [
    ['authorization_response_iss_parameter_supported', 'true'],
    ['code_challenge_methods_supported', ['plain']],
    ['id_token_signing_alg_values_supported', ['RS256', 'HS256', 'none']],
    ['token_endpoint_auth_methods_supported', ['client_secret_basic', 'private_key_jwt_2']],
    ['token_endpoint_auth_methods_supported', 'private_key_jwt'],
    ['token_endpoint_auth_signing_alg_values_supported', ['RS256', 'PS256']],
    ['dpop_signing_alg_values_supported', ['RS256']],
  ] as const)
    expect(names(byKey, { ...GOOD, [name]: value })).toEqual([name])
})

test('without a profile nothing more is demanded', () => {
  expect(missingForProfile({ ...byKey, AUTH_OIDC_PROFILE: 'default' }, {})).toEqual([])
})
