import { existsSync } from 'node:fs'
import next from 'eslint-config-next/core-web-vitals'
import typescript from 'eslint-config-next/typescript'
import { LAYERS, PROGRAMS, ROOMS } from './tests/rules/layers.mjs'

/**
 * The rules of tests/rules/layers.mjs as zones.
 * @type {{ target: string, from: string | string[], except?: string[], message: string }[]}
 */
const zones = [
  ...LAYERS.slice(1).map((layer, index) => ({
    target: `./${layer}`,
    from: LAYERS.slice(0, index + 1).map((above) => `./${above}`),
    message: `${layer} is used from above, and never uses what is above`,
  })),
  {
    target: LAYERS.map((layer) => `./${layer}`),
    from: ['./sandbox', './tests', './server', './cli', './tools'],
    message: 'the product knows no stand-in, no test and no program',
  },
  ...Object.entries(PROGRAMS).map(([folder, allowed]) => ({
    target: `./${folder}`,
    from: ['app', 'components', 'lib', 'sandbox', 'server', 'cli', 'tests']
      .filter((other) => !allowed.includes(other))
      // `npm run demo` starts the portal's process; the test of these rules knows that file by name.
      .filter((other) => folder !== 'sandbox' || other !== 'server')
      .map((other) => `./${other}`),
    message: `${folder} may use ${allowed.join(', ')}`,
  })),
  ...Object.entries(ROOMS).map(([room, allowed]) => ({
    target: pathOf(room),
    from: './lib',
    except: [room, ...allowed].map((other) => pathOf(other).replace('./lib', '.')),
    message: `${room} doesn’t use this room: see tests/rules/layers.mjs`,
  })),
]

/** @param {string} room a folder, or a module without its ending */
function pathOf(room) {
  return existsSync(new URL(`${room}.ts`, import.meta.url)) ? `./${room}.ts` : `./${room}`
}

const serverCodeOnly = [
  { name: 'node:crypto', message: 'use lib/platform/crypto.ts, the inventory of algorithms' },
  { name: 'next-auth', message: 'only lib/auth knows next-auth' },
]

/**
 * What is checked for React's compiler, switched off: it reads each function of a file.
 * @type {import('eslint').Linter.RulesRecord}
 */
const withoutReact = Object.fromEntries(
  next
    .flatMap(({ rules = {} }) => Object.keys(rules))
    .filter((rule) => rule.startsWith('react-hooks/'))
    .map((rule) => [rule, 'off']),
)

/** @type {import('eslint').Linter.Config[]} */
const config = [
  { ignores: ['.next/', 'node_modules/', 'next-env.d.ts', 'test-results/', '.data/'] },
  ...next,
  ...typescript,
  {
    rules: {
      'no-restricted-imports': ['error', { paths: serverCodeOnly }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'output is text',
        },
        {
          selector: "JSXAttribute[name.name='style']",
          message: 'the policy refuses style attributes: use classes',
        },
      ],
      'no-eval': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // Links leave the page on purpose: each page is rendered fresh, and works without script.
      '@next/next/no-html-link-for-pages': 'off',
      // The optimiser is switched off (next.config.js), so its component would add nothing.
      '@next/next/no-img-element': 'off',
    },
  },
  {
    // For the editor. `npm test` leaves circles to tests/rules/architecture.spec.ts, which takes a tenth of the time.
    files: ['app/**', 'components/**', 'lib/**', 'server/**', 'cli/**', 'sandbox/**'],
    // Packages are not searched for circles.
    settings: { 'import/ignore': ['node_modules'] },
    rules: {
      'import/no-cycle': ['error', { ignoreExternal: true }],
      'import/no-restricted-paths': ['error', { zones }],
    },
  },
  {
    files: ['lib/platform/crypto.ts', 'lib/auth/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  { files: ['lib/**/*.ts'], rules: withoutReact },
  {
    files: ['app/**', 'components/**', 'lib/**'],
    ignores: ['lib/platform/env.ts', 'lib/start.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'configuration is read in lib/platform/env.ts',
        },
      ],
    },
  },
  {
    files: ['sandbox/**', 'tests/**', 'deploy/**', 'server/**', 'cli/**', 'tools/**'],
    rules: {
      'no-restricted-imports': 'off',
      'no-console': 'off',
      ...withoutReact,
    },
  },
]

export default config
