// @ts-check
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { requireNodeToBuild } from '../server/node-version.mjs'

requireNodeToBuild()

const root = fileURLToPath(new URL('..', import.meta.url))
const standalone = join(root, '.next', 'standalone')
/** What server/framework.mjs starts from: it is there when the folder is complete, so that nothing starts half a build. */
const configuration = join(standalone, 'framework.json')
const unfinished = `${configuration}.unfinished`

/**
 * The framework makes the ids of actions with this key, so a page of the last build still finds them in the next one.
 * Without it each build has other ids. Values that an action closes over are sealed with the key, too. No action of the
 * portal closes over any (tests/rules/access.spec.ts), so the key need not be secret.
 */
const actionKey =
  process.env['NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'] ||
  Buffer.alloc(32, 'recognize-device-portal').toString('base64')

const startedAt = new Date()
const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
const { status } = spawnSync(process.execPath, [next, 'build'], {
  cwd: root,
  env: {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionKey,
  },
  stdio: 'inherit',
})
if (status !== 0) {
  // Turbopack remembers a failure, and repeats it after its cause is gone: an older Node, a missing package.
  rmSync(join(root, '.next', 'cache'), { recursive: true, force: true })
  process.exit(status ?? 1)
}

// The framework's own start, which has no front door.
rmSync(join(standalone, 'server.js'))
const { config } = JSON.parse(
  readFileSync(join(standalone, '.next', 'required-server-files.json'), 'utf8'),
)

// A build must not carry the secrets of the machine it was made on.
for (const name of readdirSync(standalone))
  if (name.startsWith('.env')) rmSync(join(standalone, name))
rmSync(join(standalone, '.next', 'cache'), { recursive: true, force: true })

// The image optimiser is off (next.config.js), yet its native library is traced along.
for (const name of ['@img', 'sharp'])
  rmSync(join(standalone, 'node_modules', name), { recursive: true, force: true })

for (const name of ['sandbox', 'tests'])
  if (existsSync(join(standalone, name))) {
    console.error(
      `The build contains ${name}/: something that runs in production reads from there.`,
    )
    process.exit(1)
  }

cpSync(join(root, 'public'), join(standalone, 'public'), { recursive: true })
const files = join(standalone, '.next', 'static')
cpSync(join(root, '.next', 'static'), files, { recursive: true })
compressFiles(files)

writeFileSync(unfinished, JSON.stringify(config))
// Dated at the start: a source that was changed while the build ran is newer than the build.
utimesSync(unfinished, startedAt, startedAt)
renameSync(unfinished, configuration)

/**
 * Writes two compressed copies beside each script and style. Nobody waits for them, so they are as small as possible.
 * @param {string} folder
 */
function compressFiles(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!['.js', '.css'].includes(extname(name))) continue
    const path = join(folder, name)
    const content = readFileSync(path)
    writeFileSync(`${path}.br`, brotliCompressSync(content))
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  }
}
