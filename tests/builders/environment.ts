/**
 * A configuration the portal accepts. Modules read `process.env` once, at their first use, so that a spec
 * whose module needs it calls {@link useEnvironment} at its top.
 */
export const ENVIRONMENT = {
  AUTH_URL: 'http://localhost:3000',
  AUTH_SECRET: 'unit-test-secret-of-32-characters-or-more',
  AUTH_OIDC_ISSUER: 'https://issuer.example',
  AUTH_OIDC_CLIENT_ID: 'recognize-portal',
  AUTH_OIDC_CLIENT_SECRET: 'unit-test-client-secret',
  RECOGNIZE_API_URL: 'https://recognize.example/base/',
  RECOGNIZE_API_KEY: 'unit-test-recognize-api-key',
  CLIENT_STATE_KEYS: 'unit-test-key:RiT2qhI0biWbpPDEatJ2Xo_ktyv4FP5Zjz5kneg2-Jc',
  // As in the portals of the tests (setup/portal.ts).
  CLIENT_STATES_KEPT: 'elsewhere',
  ACTIVATION_LINK_BASE: 'https://app.example/activate',
  LOG_LEVEL: 'silent',
} as const

/** Makes the test process one with a usable configuration; what is set already stays. */
export function useEnvironment(overrides: Record<string, string> = {}): void {
  process.env = { ...process.env, ...ENVIRONMENT, ...overrides }
}
