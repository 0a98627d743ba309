import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { isAtLeast, readLocked, readManifest, readPolicy, textOf } from './support/packages'
import { places, sourcesOf } from './support/sources'

const { packages, lockfileVersion } = readLocked()
const policy = readPolicy()
const running = packages.filter(({ dev, devOptional }) => !dev && !devOptional)

test('no version is a range, a tag, an address or a file @K1 @K3', () => {
  const { dependencies, devDependencies } = readManifest()
  // A second version of a package goes by another name.
  const versions = Object.entries({ ...dependencies, ...devDependencies }).map(
    ([name, version]) => [name, version.replace(/^npm:[a-z-]+@/, '')] as const,
  )
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-beta\.\d+)?$/.test(version))).toEqual(
    [],
  )
  for (const [name, version] of versions) {
    const own = packages.find(({ path }) => path === `node_modules/${name}`)
    expect([name, own?.version]).toEqual([name, version])
  }
})

for (const { package: name, version: floor } of policy.floor)
  test(`${name} is at least ${floor}, as locked and as installed @K1`, () => {
    const copies = running.filter((one) => one.name === name)
    expect(copies).not.toEqual([])
    for (const { path, version = '' } of copies) {
      expect([path, version, isAtLeast(version, floor)]).toEqual([path, version, true])
      const installed = z.object({ version: z.string() })
      const { version: there } = installed.parse(JSON.parse(textOf(`${path}/package.json`)))
      expect([path, there, isAtLeast(there, floor)]).toEqual([path, there, true])
    }
  })

test('a version below another one is seen as such @K1', () => {
  for (const [version, floor] of [
    ['16.4.5', '16.4.6'],
    ['15.9.9', '16.0.0'],
    ['5.0.0-beta.9', '5.0.0-beta.32'],
    ['5.0.0-beta.32', '5.0.0'],
  ] as const) {
    expect([version, isAtLeast(version, floor)]).toEqual([version, false])
    expect([floor, isAtLeast(floor, version)]).toEqual([floor, true])
    expect(isAtLeast(floor, floor)).toBe(true)
  }
  expect(() => isAtLeast('latest', '1.0.0')).toThrow()
})

test('no known hole is accepted, and mails name no file and no address to read @K1 @D8', () => {
  expect(policy.accepted).toEqual([])
  const senders = sourcesOf('lib').filter(({ imports }) => imports.includes('nodemailer'))
  expect(senders.map(({ path }) => path)).toEqual(['lib/notifications/send-mail.ts'])
  const options = /\b(raw|path|href|attachments|alternatives|icalEvent|watchHtml|amp)\s*:/g
  expect(places(senders, ({ text }) => text.match(options) ?? [])).toEqual([])
})

test('every package comes from the registry, by hash, and there is one lock file @K3', () => {
  expect(lockfileVersion).toBe(3)
  for (const other of ['yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'npm-shrinkwrap.json'])
    expect([other, existsSync(other)]).toEqual([other, false])
  // No address is written down (.npmrc); one that is, is a package from elsewhere.
  expect(packages.filter(({ resolved, link }) => resolved !== undefined || link)).toEqual([])
  const hash = /^sha512-[A-Za-z0-9+/]{86}==$/
  const unhashed = packages.filter(({ integrity }) => !hash.test(integrity ?? ''))
  // Decision 12: binaries of other systems, which the registry at hand didn't have.
  const isElsewhere = (one: (typeof packages)[number]) =>
    one.integrity === undefined && one.optional && (one.os !== undefined || one.cpu !== undefined)
  expect(unhashed.filter((one) => !isElsewhere(one)).map(({ path }) => path)).toEqual([])
  expect(unhashed.length).toBeLessThanOrEqual(29)
})

test('no package runs a script when it is installed, and a new one that wants to is seen @K3', () => {
  expect(textOf('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  const wanting = new Set(packages.flatMap((one) => (one.hasInstallScript ? [one.name] : [])))
  expect([...wanting]).toEqual(policy.installScripts.map((one) => one.package))
  expect(policy.installScripts.filter(({ needed }) => needed)).toEqual([])
})

test('every licence is one that was agreed to @K2', () => {
  const agreed = (name: string) => [
    ...policy.licences,
    ...policy.licencesOf.flatMap((one) => (name.startsWith(one.packages) ? one.licences : [])),
  ]
  const others = packages.filter(({ name, license, integrity }) => {
    // What was never fetched says nothing of itself (decision 12); its siblings do.
    if (license === undefined) return integrity !== undefined
    const all = license.replace(/[()]/g, '').split(' AND ')
    return !all.every((one) => agreed(name).includes(one))
  })
  expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([])
})

test('the bill of materials names what runs, with version, hash and licence, and no tool @K2', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-sbom-'))
  try {
    const file = join(folder, 'portal.cdx.json')
    const run = spawnSync(process.execPath, ['deploy/sbom.mjs', file], { encoding: 'utf8' })
    expect([run.status, run.stderr]).toEqual([0, ''])
    const bill = z.object({
      bomFormat: z.literal('CycloneDX'),
      metadata: z.object({ component: z.object({ name: z.string() }) }),
      components: z.array(
        z.object({
          name: z.string(),
          version: z.string(),
          hashes: z.array(z.object({ alg: z.literal('SHA-512') })).min(1),
          licenses: z.array(z.unknown()).min(1),
        }),
      ),
    })
    const { metadata, components } = bill.parse(JSON.parse(readFileSync(file, 'utf8')))
    expect(metadata.component.name).toBe(readManifest().name)
    const named = components.map(({ name, version }) => `${name}@${version}`)
    for (const [name, version] of Object.entries(readManifest().dependencies))
      expect(named).toContain(`${name}@${version}`)
    for (const tool of ['@playwright/test', 'typescript', 'eslint'])
      expect(components.map(({ name }) => name)).not.toContain(tool)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the container runs without root, from a pinned image, and gets neither settings nor data @K4', () => {
  const lines = textOf('deploy/Dockerfile').split('\n')
  const last = lines.findLastIndex((line) => line.startsWith('FROM '))
  expect(lines.slice(last).filter((line) => line.startsWith('USER '))).toEqual(['USER 1000:1000'])
  expect(
    lines.filter((line) => /^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-slim$/.test(line)),
  ).toHaveLength(1)
  const images = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1])
  expect(images.every((image) => image === '${NODE_IMAGE}' || image === 'packages')).toBe(true)
  const [first, ...let_in] = textOf('deploy/Dockerfile.dockerignore').split('\n').slice(1)
  expect(first).toBe('*')
  expect(let_in.filter((line) => /env|data|node_modules|\.next\b|test|sandbox/.test(line))).toEqual(
    [],
  )
})
