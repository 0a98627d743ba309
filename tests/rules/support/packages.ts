import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const locked = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  optional: z.boolean().optional(),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
  license: z.string().optional(),
  hasInstallScript: z.boolean().optional(),
})
const reason = z.strictObject({ package: z.string(), why: z.string().min(6) })

const lock = z.object({ lockfileVersion: z.number(), packages: z.record(z.string(), locked) })
const manifest = z.object({
  name: z.string(),
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})
const policy = z.strictObject({
  floor: z.array(reason.extend({ version: z.string() })),
  accepted: z.array(reason.extend({ advisory: z.string(), until: z.string() })),
  installScripts: z.array(reason.extend({ needed: z.boolean() })),
  licences: z.array(z.string()),
  licencesOf: z.array(
    z.strictObject({ packages: z.string(), licences: z.array(z.string()), why: z.string() }),
  ),
})

/** A package of package-lock.json. */
export type Locked = z.infer<typeof locked> & { path: string; name: string }

/** The text of a file, from the root of the tree. */
export function textOf(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8')
}

export const readManifest = () => manifest.parse(JSON.parse(textOf('package.json')))
/** The names of the commands in package.json. */
export const readScripts = () => Object.keys(readManifest().scripts)
/** deploy/security-floor.json: what is asked of packages, and what is let pass, with reasons. */
export const readPolicy = () => policy.parse(JSON.parse(textOf('deploy/security-floor.json')))

/** Everything that package-lock.json installs; the portal itself is not among it. */
export function readLocked(): { lockfileVersion: number; packages: Locked[] } {
  const { lockfileVersion, packages } = lock.parse(JSON.parse(textOf('package-lock.json')))
  const named = Object.entries(packages).flatMap(([path, one]) =>
    path === '' ? [] : [{ ...one, path, name: path.slice(path.lastIndexOf('node_modules/') + 13) }],
  )
  return { lockfileVersion, packages: named }
}

/** Whether a version is at least another one; `5.0.0-beta.9` is less than `5.0.0-beta.32`, and both less than `5.0.0`. */
export function isAtLeast(version: string, floor: string): boolean {
  const [have, want] = [parts(version), parts(floor)]
  for (let place = 0; place < Math.max(have.length, want.length); place++) {
    const difference = (have[place] ?? 0) - (want[place] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

/** Numbers to compare one by one; what is no pre-release counts as the last of them. */
function parts(version: string): number[] {
  const [, release = '', pre] =
    /^(\d+\.\d+\.\d+)(?:-(?:alpha|beta|rc)\.(\d+))?$/.exec(version) ?? []
  if (release === '') throw new Error(`a version that can't be compared: ${version}`)
  return [
    ...release.split('.').map(Number),
    pre === undefined ? Number.MAX_SAFE_INTEGER : Number(pre),
  ]
}
