export type PolicySettings = {
  /** Where the sign-in's form leads to in the end. */
  readonly provider: string | undefined
  readonly logo: string | undefined
  /** The framework's development server runs text as code, and writes styles of its own. */
  readonly development: boolean
}

/** 128 random bits in base64, for one answer. */
export function newNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
}

/** The Content Security Policy of a page whose scripts and styles carry `nonce` (decisions 8 and 26). */
export function contentSecurityPolicy(nonce: string, settings: PolicySettings): string {
  const { provider, logo, development } = settings
  const origin = (url: string | undefined) =>
    url && URL.canParse(url) ? ` ${new URL(url).origin}` : ''
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'${development ? " 'unsafe-inline'" : ''}`,
    `img-src 'self'${origin(logo)}`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    // Without script the sign-in form is answered with a redirect to the provider, which browsers count as the form's.
    `form-action 'self'${origin(provider)}`,
    ...(development ? [] : [`require-trusted-types-for 'script'`, `trusted-types default`]),
    `report-uri /api/reports`,
  ].join('; ')
}
