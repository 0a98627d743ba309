// @ts-check
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** All sources of a build. */
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
 * @returns {number} The time of the last change to the file, or to the newest file in the folder
 */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  // The folder's own date reveals removed files.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Whether there is a build of the current sources. */
export function isBuilt() {
  const builtAt = newest(join(root, '.next', 'standalone', 'framework.json'))
  return builtAt > 0 && SOURCES.every((source) => newest(join(root, source)) <= builtAt)
}
