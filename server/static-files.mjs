// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { pathOf } from './request-rules.mjs'

/** @typedef {import('./front-door.mjs').Handler} Handler */
/** @typedef {'br' | 'gzip'} Coding */
/** @typedef {{ plain: Buffer, br?: Buffer, gzip?: Buffer, type: string }} StaticFile */

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.js': 'application/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}
/** Their names carry the hash of their content. */
const KEPT = 'public, max-age=31536000, immutable'

/**
 * Answers with the scripts and styles of the build, which deploy/build.mjs has compressed. The framework would compress
 * them anew for each request, and less. They stay in memory, so that no answer waits for a disk or can miss its file.
 * @param {string} folder What is below `/_next/static/`
 * @param {Handler} framework It answers everything else
 * @returns {Handler}
 */
export function withStaticFiles(folder, framework) {
  const files = readFiles(folder)
  return async (request, response) => {
    const file = files.get(pathOf(request.url ?? '') ?? '')
    if (!file) return framework(request, response)
    const coding = codingOf(file, String(request.headers['accept-encoding'] ?? ''))
    const body = coding ? (file[coding] ?? file.plain) : file.plain
    response.writeHead(200, {
      'Content-Type': file.type,
      'Content-Length': String(body.byteLength),
      ...(coding ? { 'Content-Encoding': coding } : {}),
      Vary: 'Accept-Encoding',
      'Cache-Control': KEPT,
    })
    if (request.method === 'HEAD') response.end()
    else response.end(body)
  }
}

/**
 * The smallest coding that is accepted, if any.
 * @param {StaticFile} file
 * @param {string} accepted The header
 */
function codingOf(file, accepted) {
  const offers = accepted.split(',').map((offer) => offer.trim().toLowerCase())
  return /** @type {Coding[]} */ (['br', 'gzip']).find(
    (coding) =>
      file[coding] &&
      offers.some((offer) => {
        const [name, weight = ''] = offer.split(/\s*;\s*/)
        return name === coding && !/^q=0(\.0*)?$/.test(weight)
      }),
  )
}

/**
 * Of the types above; the framework serves the others.
 * @param {string} folder
 * @returns {Map<string, StaticFile>} By path in the address
 */
function readFiles(folder) {
  /** @type {Map<string, StaticFile>} */
  const files = new Map()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const path = join(folder, name)
    files.set(`/_next/static/${name.split(/[\\/]/).map(encodeURIComponent).join('/')}`, {
      type,
      plain: readFileSync(path),
      ...(existsSync(`${path}.br`) ? { br: readFileSync(`${path}.br`) } : {}),
      ...(existsSync(`${path}.gz`) ? { gzip: readFileSync(`${path}.gz`) } : {}),
    })
  }
  return files
}
