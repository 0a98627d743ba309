// @ts-check

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
}

export default config
