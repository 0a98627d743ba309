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
 * Installs the packages of a fresh clone, and of one whose package-lock.json has changed since.
 * Needs nothing but Node itself.
 * @returns {Promise<boolean>} whether all packages are there
 */
export async function ensureInstalled() {
  const installedAt = changedAt('node_modules/.package-lock.json')
  if (installedAt > 0 && installedAt + TOLERANCE_MS >= changedAt('package-lock.json')) return true
  console.log('Installing the packages (npm ci) …')
  // NODE_ENV=production in someone's shell would leave out what builds and tests.
  const command = ['npm', 'ci', '--include=dev', '--no-audit', '--no-fund']
  return (await runToEnd({ name: 'npm ci', command, cwd: root, env: process.env })) === 0
}
