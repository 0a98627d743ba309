// @ts-check
// `npm run sbom`: the bill of materials of what runs in production, as CycloneDX. Needs the installed packages, no network.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = resolve(root, process.argv[2] ?? '.sbom/portal.cdx.json')

// Not `--omit dev`: npm then leaves out jose, zod and whatever else a tool of ours needs as well.
const command = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application']
const { status, stdout, stderr } = spawnSync('npm', command, { cwd: root, encoding: 'utf8' })
if (status !== 0) {
  console.error(stderr)
  process.exit(status ?? 1)
}

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(`${root}${path}`, 'utf8'))
/** @type {Record<string, { version?: string, dev?: boolean, devOptional?: boolean }>} */
const locked = read('package-lock.json').packages
const running = new Set(
  Object.entries(locked).flatMap(([path, { version, dev, devOptional }]) =>
    path === '' || dev || devOptional
      ? []
      : [`${path.replace(/^.*node_modules\//, '')}@${version}`],
  ),
)

/** @typedef {{ 'bom-ref': string, name: string, version: string }} Component */
/** @typedef {{ ref: string, dependsOn: string[] }} Dependency */
/** @type {{ metadata: { component: Component }, components: Component[], dependencies: Dependency[] }} */
const bill = JSON.parse(stdout)
bill.components = bill.components.filter(({ name, version }) => running.has(`${name}@${version}`))
const portal = bill.metadata.component
// npm names the portal after the folder that it lies in.
portal.name = read('package.json').name
const refs = new Set([portal, ...bill.components].map((one) => one['bom-ref']))
bill.dependencies = bill.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }))

mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, `${JSON.stringify(bill, null, 2)}\n`)
console.log(`${bill.components.length} packages: ${target}`)
