import { expect, test } from 'vitest'
import {
  LAYERS,
  MOST_FILES,
  PACKAGES,
  PROGRAMS,
  REACHES_EVERY_TABLE,
  READS_ENVIRONMENT,
  ROOMS,
  STARTS_PORTAL,
  TABLES,
  VAGUE_NAMES,
  WORKS_ANYWHERE,
} from './layers.mjs'
import { exportsOf, places, sourcesOf, type Source } from './support/sources'

const lib = () => sourcesOf('lib')
const roots = () => sourcesOf('proxy.ts', 'instrumentation.ts', 'instrumentation-client.ts')
const product = () => [...LAYERS.flatMap((layer) => sourcesOf(layer)), ...roots()]
const programs = () => Object.keys(PROGRAMS).flatMap((folder) => sourcesOf(folder))

/** Whether a path lies in a place: a folder, or one module with or without its ending. */
const isIn = (place: string) => (path: string) =>
  path === place || path === `${place}.ts` || path.startsWith(`${place}/`)
const isInOneOf = (all: readonly string[]) => (path: string) =>
  all.some((place) => isIn(place)(path))

const topOf = (path: string) => path.split('/')[0] ?? ''
/** Our own modules: everything else is a package. */
const isOwn = (path: string) =>
  /^(app|components|lib|server|cli|sandbox|tools|tests|deploy)\//.test(path)

const rooms = Object.keys(ROOMS)
/** The room of a module of lib: the innermost that is written down. */
function roomOf(path: string): string | undefined {
  const around = rooms.filter((room) => isIn(room)(path))
  return around.toSorted((a, b) => b.length - a.length)[0]
}

test('pages use components, components use lib, and never the other way round', () => {
  const upward = places(product(), ({ path, imports }) => {
    const above = LAYERS.slice(0, Math.max(0, LAYERS.indexOf(topOf(path))))
    return imports.filter((target) => above.includes(topOf(target)))
  })
  expect(upward).toEqual([])
})

test('the product knows no stand-in, no test and no program; each program imports what is written', () => {
  const known = places(product(), ({ imports }) =>
    imports.filter((path) => isOwn(path) && !LAYERS.includes(topOf(path))),
  )
  expect(known).toEqual([])
  const started = programs().filter(({ path }) => path !== STARTS_PORTAL)
  const unwritten = places(started, ({ path, imports }) =>
    imports.filter((target) => isOwn(target) && !PROGRAMS[topOf(path)]?.includes(topOf(target))),
  )
  expect(unwritten).toEqual([])
})

test('every module of lib has a room, and no room is written that isn’t there', () => {
  expect(lib().filter(({ path }) => roomOf(path) === undefined)).toEqual([])
  expect(new Set(lib().map(({ path }) => roomOf(path)))).toEqual(new Set(rooms))
})

test('a room uses the written rooms, and every written arrow is used', () => {
  const used = new Set<string>()
  const unwritten = places(lib(), ({ path, imports }) => {
    const room = roomOf(path) ?? ''
    return imports.filter((target) => {
      const other = target.startsWith('lib/') ? roomOf(target) : undefined
      if (other === undefined || other === room) return false
      used.add(`${room} → ${other}`)
      return !ROOMS[room]?.includes(other)
    })
  })
  expect(unwritten).toEqual([])
  const written = rooms.flatMap((room) => ROOMS[room]?.map((other) => `${room} → ${other}`) ?? [])
  expect(written.filter((arrow) => !used.has(arrow))).toEqual([])
})

/** What is left after everything that nothing leads back to is taken away. */
function circlesIn(arrows: ReadonlyMap<string, readonly string[]>): string[] {
  const rest = new Map(arrows)
  for (let before = -1; before !== rest.size;) {
    before = rest.size
    for (const [one, others] of rest)
      if (others.every((other) => !rest.has(other))) rest.delete(one)
  }
  return [...rest.keys()]
}

test('no room leads back to itself', () => {
  expect(circlesIn(new Map(Object.entries(ROOMS)))).toEqual([])
})

test('no module leads back to itself, not even by its types', () => {
  const all = [...product(), ...programs(), ...sourcesOf('tools', 'tests')]
  const byPath = new Map(all.map(({ path }) => [path.replace(/\.(tsx?|mjs|js)$/, ''), path]))
  const resolved = (target: string) => byPath.get(target.replace(/\.(tsx?|mjs|js)$/, '')) ?? target
  const arrows = new Map(
    all.map(({ path, imports }) => [path, imports.map(resolved).filter((to) => to !== path)]),
  )
  expect(circlesIn(arrows)).toEqual([])
})

test('only the written places use sign-in, cryptography, the framework and databases @G3 @G4', () => {
  for (const { what, packages, places: allowed } of PACKAGES) {
    const others = product().filter(({ path }) => !isInOneOf(allowed)(path))
    const loaded = places(others, ({ valueImports }) =>
      valueImports.filter((path) => new RegExp(packages).test(path)),
    )
    expect(loaded, what).toEqual([])
  }
})

test('pages and components reach no database and no service but through use cases', () => {
  const loaded = [...sourcesOf('app'), ...sourcesOf('components')]
    // Whether the portal is ready is a question to the database itself.
    .filter(({ path }) => path !== 'app/api/health/ready/route.ts')
  const below = isInOneOf(['lib/database', 'lib/recognize'])
  expect(places(loaded, ({ valueImports }) => valueImports.filter(below))).toEqual([])
})

/** The tables that a module names in its import of the schema. */
function tablesIn({ text }: Source): string[] {
  const imports = [
    ...text.matchAll(/import\s([^;'"]*?)from '[^']*database\/schema(?:\/[a-z-]+)?'/g),
  ]
  const named = imports.map(([, names]) => names ?? '').join(' ')
  return Object.keys(TABLES).filter((table) => new RegExp(`\\b${table}\\b`).test(named))
}

test('each table is reached from its written rooms alone, and from privacy', () => {
  const elsewhere = lib().filter(({ path }) => !isIn('lib/database')(path))
  const unwritten = places(elsewhere, (source) =>
    tablesIn(source).filter(
      (table) =>
        !isInOneOf([REACHES_EVERY_TABLE, ...(TABLES[table] ?? [])])(source.path) ||
        (TABLES[table] ?? []).length === 0,
    ),
  )
  expect(unwritten).toEqual([])
  const tables = sourcesOf('lib/database/schema').flatMap(({ text }) =>
    [...text.matchAll(/^export const (\w+) = pgTable/gm)].map(([, name]) => name),
  )
  expect(new Set(tables)).toEqual(new Set(Object.keys(TABLES)))
})

test('only one module knows the vendor’s key @G3 @G4', () => {
  const knowing = product().filter(({ text }) => /\bRECOGNIZE_API_KEY\b/.test(text))
  const allowed = /^lib\/(platform\/(env|settings\/[a-z-]+)|recognize\/transport\/api-keys)\.ts$/
  expect(knowing.map(({ path }) => path).filter((path) => !allowed.test(path))).toEqual([])
})

test('the environment is read where it is parsed, and before anything can be @G4', () => {
  const readers = product().filter(({ text }) =>
    /process\s*\.\s*env|process\[|import\.meta\.env/.test(text),
  )
  expect(readers.map(({ path }) => path)).toEqual([...READS_ENVIRONMENT])
})

const firstLineOf = ({ text }: Source) => text.split('\n', 1)[0] ?? ''
const isOfServer = (source: Source) => firstLineOf(source) === "import 'server-only'"
const isAction = (source: Source) => firstLineOf(source) === "'use server'"

test('a module of lib that isn’t bound to the server loads nothing of it', () => {
  const bound = new Set(
    lib()
      .filter((source) => isOfServer(source) || isAction(source))
      .map(({ path }) => path.replace(/\.ts$/, '')),
  )
  const actions = new Set(
    lib()
      .filter(isAction)
      .map(({ path }) => path.replace(/\.ts$/, '')),
  )
  const free = lib().filter((source) => !isOfServer(source) && !isAction(source))
  const loaded = places(free, ({ path, valueImports }) =>
    valueImports.filter((target) => {
      // The browser's way to actions leads through lib/query.
      if (isIn('lib/query')(path) && actions.has(target)) return false
      return isOwn(target) ? bound.has(target) : !WORKS_ANYWHERE.includes(target)
    }),
  )
  expect(loaded).toEqual([])
})

test('an action is declared in lib/actions and nowhere else, and its name ends in Action @D13', () => {
  const declaring = product().filter(({ text }) => /^\s*['"]use server['"]/m.test(text))
  expect(declaring.filter(({ path }) => !isIn('lib/actions')(path))).toEqual([])
  const functions = places(declaring, ({ text }) =>
    [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)]
      .map(([, name]) => name ?? '')
      .filter((name) => !name.endsWith('Action')),
  )
  expect(functions).toEqual([])
  expect(declaring.length).toBeGreaterThan(5)
})

test('no folder holds more source files than a reader can survey', () => {
  const all = [...product(), ...programs(), ...sourcesOf('deploy', 'tools')]
  const folders = all.map(({ path }) => path.split('/').slice(0, -1).join('/'))
  const counts = new Map<string, number>()
  for (const folder of folders) counts.set(folder, (counts.get(folder) ?? 0) + 1)
  const full = [...counts].filter(([folder, count]) => folder !== '' && count > MOST_FILES)
  expect(full).toEqual([])
})

test('an exported name means one thing in the whole product', () => {
  const where = new Map<string, Set<string>>()
  for (const source of sourcesOf('components', 'lib', 'server', 'cli'))
    for (const name of exportsOf(source))
      where.set(name, (where.get(name) ?? new Set()).add(source.path))
  const doubled = [...where].filter(([, paths]) => paths.size > 1)
  expect(doubled.map(([name, paths]) => `${name}: ${[...paths].join(', ')}`)).toEqual([])
})

test('the name of a file says what it holds', () => {
  const all = [...sourcesOf('lib', 'components'), ...sourcesOf('cli', 'server')]
  const vague = all.filter(({ path }) => {
    const name =
      path
        .split('/')
        .at(-1)
        ?.replace(/\.(tsx?|mjs)$/, '') ?? ''
    return VAGUE_NAMES.includes(name)
  })
  expect(vague.map(({ path }) => path)).toEqual([])
})

test('docs/architecture.md names every room', async () => {
  const { readFile } = await import('node:fs/promises')
  const text = await readFile(new URL('../../docs/architecture.md', import.meta.url), 'utf8')
  const folders = rooms.filter((room) => !room.endsWith('support-state') && room !== 'lib/start')
  const missing = folders.filter((room) => {
    const [, first = '', second] = room.split('/')
    return !text.includes(`lib/${first}`) || (second !== undefined && !text.includes(second))
  })
  expect(missing).toEqual([])
})
