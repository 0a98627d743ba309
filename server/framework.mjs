// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../.next/standalone', import.meta.url))
/** The framework's configuration. deploy/build.mjs writes it last, so its presence means that the build is complete. */
const configuration = join(folder, 'framework.json')

/** What the build serves below `/_next/static/`. */
export const STATIC_FILES = join(folder, '.next', 'static')

export const isBuilt = () => existsSync(configuration)

/** A `require` for the packages of the build. The portal's host has no other packages. */
export const requireFromBuild = createRequire(join(folder, 'package.json'))

/**
 * The framework as Next.js documents it for a custom server, on the files of the standalone build.
 * @param {string} host
 * @param {number} port
 */
export function createFramework(host, port) {
  // The portal finds its migrations from here.
  process.chdir(folder)
  Object.assign(process.env, {
    // Next.js has no documented way to give these two to a custom server of a standalone build; its own start sets them
    // as well. Without the first the image doesn't start. Without the second the framework can't ask itself for the page
    // behind a redirect, says so in the log, and lets the browser ask.
    __NEXT_PRIVATE_STANDALONE_CONFIG: readFileSync(configuration, 'utf8'),
    __NEXT_PRIVATE_ORIGIN: `http://${hostOfUrl(host)}:${port}`,
  })
  /** @type {typeof import('next').default} */
  const next = requireFromBuild('next')
  return next({ dir: folder, hostname: host, port })
}

/**
 * The address at which this process reaches itself.
 * @param {string} host The address that it listens on
 */
function hostOfUrl(host) {
  if (host === '0.0.0.0') return 'localhost'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
