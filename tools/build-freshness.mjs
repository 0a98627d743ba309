// @ts-check
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** All that a build is made of. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'deploy/build.mjs',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'next.config.js',
  'package-lock.json',
  'postcss.config.js',
  'proxy.ts',
  'tsconfig.json',
]

/**
 * @param {string} path
 * @returns {number} when the file, or the newest within the folder, was changed
 */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  // The folder's own date tells of files that were removed.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Whether there is a build, made from the sources as they are. */
export function isBuilt() {
  const builtAt = newest(join(root, '.next', 'standalone', 'framework.json'))
  return builtAt > 0 && SOURCES.every((source) => newest(join(root, source)) <= builtAt)
}
