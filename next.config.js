// @ts-check

/** On every answer, also those that never reach proxy.ts or leave it as a redirect. */
const everywhere = [
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
]

/** What only a document can heed; on a dozen scripts a page it would be weight without effect. */
const documents = [
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
]

/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingIncludes: {
    '/*': ['./lib/database/migrations/**/*', './node_modules/@electric-sql/pglite/dist/**/*'],
  },
  outputFileTracingExcludes: { '/*': ['./node_modules/@img/**', './sandbox/**', './tests/**'] },
  serverExternalPackages: ['@electric-sql/pglite', 'pino'],
  poweredByHeader: false,
  // `npm test` checks the types of everything, once; whoever only builds the portal need not have the tests in order.
  typescript: { ignoreBuildErrors: true },
  // The optimiser is an endpoint that nobody here needs.
  images: { unoptimized: true },
  headers: async () => [
    { source: '/:path*', headers: everywhere },
    { source: '/((?!_next/static/).*)', headers: documents },
  ],
}

export default config
