import next from 'eslint-config-next/core-web-vitals'
import typescript from 'eslint-config-next/typescript'

/** The arrows between the folders: who may not import whom. tests/rules/architecture.spec.ts reads the same rules from the code. */
const arrows = [
  {
    target: './lib',
    from: ['./app', './components'],
    message: 'lib never imports pages or components',
  },
  { target: './components', from: './app', message: 'components never import pages' },
  {
    target: ['./lib', './app', './components'],
    from: ['./sandbox', './tests'],
    message: 'the product never imports its stand-ins or tests',
  },
  {
    target: './sandbox',
    from: ['./lib', './app', './components'],
    message: 'a stand-in that shared our code would be wrong together with us',
  },
  {
    target: './lib/platform',
    from: './lib',
    except: ['./platform'],
    message: 'platform knows nothing above it',
  },
  {
    target: './lib/recognize',
    from: './lib',
    except: ['./recognize', './platform'],
    message: 'recognize is the vendor and nothing else',
  },
  {
    target: './lib/database',
    from: './lib',
    except: ['./database', './platform'],
    message: 'database knows no use case',
  },
  {
    target: './lib/activity',
    from: './lib',
    except: ['./activity', './database', './platform'],
    message: 'the trail knows no use case',
  },
  {
    target: './lib/identity',
    from: './lib',
    except: [
      './identity',
      './activity',
      './recognize',
      './limits',
      './database',
      './platform',
      './paths.ts',
    ],
    message: 'identity stands below the use cases',
  },
  {
    target: './lib/devices',
    from: './lib',
    except: [
      './devices',
      './client-states',
      './identity',
      './notifications',
      './activity',
      './recognize',
      './database',
      './platform',
    ],
    message: 'use cases know no actions, queries or words',
  },
  {
    target: './lib/client-states',
    from: './lib',
    except: ['./client-states', './activity', './database', './platform'],
    message: 'the vault knows who may ask for nothing',
  },
  {
    target: './lib/notifications',
    from: './lib',
    except: [
      './notifications',
      './activity',
      './branding.ts',
      './database',
      './messages',
      './paths.ts',
      './platform',
    ],
    message: 'telling people knows no use case: use cases say what is to be told',
  },
  {
    target: './lib/audit',
    from: './lib',
    except: [
      './audit',
      './activity',
      './database',
      './devices',
      './identity',
      './platform',
      './recognize',
    ],
    message: 'use cases know no actions, queries or words',
  },
  {
    target: './lib/support',
    from: './lib',
    except: [
      './support',
      './activations',
      './activity',
      './audit',
      './database',
      './devices',
      './identity',
      './limits',
      './notifications',
      './platform',
      './recognize',
    ],
    message: 'use cases know no actions, queries or words',
  },
  {
    target: './lib/activations',
    from: './lib',
    except: [
      './activations',
      './activity',
      './client-states',
      './database',
      './devices',
      './identity',
      './notifications',
      './platform',
      './recognize',
    ],
    message: 'use cases know no actions, queries or words',
  },
]

const serverCodeOnly = [
  { name: 'node:crypto', message: 'use lib/platform/crypto.ts, the inventory of algorithms' },
  { name: 'next-auth', message: 'only lib/identity knows next-auth' },
]

/** @type {import('eslint').Linter.Config[]} */
const config = [
  { ignores: ['.next/', 'node_modules/', 'next-env.d.ts', 'test-results/', '.data/'] },
  ...next,
  ...typescript,
  {
    rules: {
      'import/no-restricted-paths': ['error', { zones: arrows }],
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
    files: ['lib/platform/crypto.ts', 'lib/identity/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
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
    files: ['sandbox/**', 'tests/**', 'deploy/**', 'server/**', 'tools/**'],
    rules: {
      'no-restricted-imports': 'off',
      'no-console': 'off',
      'react-hooks/rules-of-hooks': 'off',
    },
  },
]

export default config
