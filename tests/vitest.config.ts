import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The tests that start no portal: what one module does (`unit`), what must be true of the sources (`rules`), and how a
 * spreadsheet opens a file (`spreadsheet`, nightly).
 */
export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vitest',
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // Outside of the framework's bundles this module only throws.
      { find: 'server-only', replacement: `${root}tests/setup/empty-module.ts` },
    ],
  },
  test: {
    pool: 'threads',
    isolate: false,
    reporters: ['default', './tests/setup/vitest-reporter.ts'],
    setupFiles: ['./tests/setup/unit-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.spec.{ts,tsx}'] } },
      { extends: true, test: { name: 'rules', include: ['tests/rules/**/*.spec.ts'] } },
      { extends: true, test: { name: 'spreadsheet', include: ['tests/spreadsheet/**/*.spec.ts'] } },
    ],
  },
})
