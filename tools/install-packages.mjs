// @ts-check
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runToEnd } from './processes.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** `npm install` writes both lock files at its end, in either order. */
const TOLERANCE_MS = 5_000

/** @param {string} path */
const changedAt = (path) => statSync(`${root}${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0

/**
 * Installs the packages of a fresh clone, or after a change of package-lock.json. Needs only Node.
 * @returns {Promise<boolean>} Whether all packages are there
 */
export async function ensureInstalled() {
  const installedAt = changedAt('node_modules/.package-lock.json')
  if (installedAt > 0 && installedAt + TOLERANCE_MS >= changedAt('package-lock.json')) return true
  console.log('Installing the packages (npm ci) …')
  // NODE_ENV=production in the caller's shell would skip the packages for builds and tests.
  const command = ['npm', 'ci', '--include=dev', '--no-audit', '--no-fund']
  return (await runToEnd({ name: 'npm ci', command, cwd: root, env: process.env })) === 0
}
