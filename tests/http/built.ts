import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { extractInfoFromServerReferenceId } from 'next/dist/shared/lib/server-reference-info.js'
import { ACCESS_OF_ACTIONS, ACCESS_OF_ROUTES, type Access } from '../builders/access'

// What of the portal can be called from outside, as the build that runs says it, not as the sources do.

export interface BuiltAction {
  /** What the framework is asked for. */
  id: string
  /** As in ACCESS_OF_ACTIONS. */
  name: string
  /** Undefined: nobody has said who may use it. */
  access: Access | undefined
  /** How many arguments it takes. */
  takes: number
  /** The patterns of the pages that carry it, `/devices/[id]`. */
  pages: string[]
}

export interface BuiltRoute {
  /** `/receipts/[number]/file` */
  pattern: string
  /** Without an entry, nobody has said who may use it. */
  methods: Partial<Record<string, Access>>
}

interface ActionManifest {
  node: Record<
    string,
    { filename: string; exportedName: string; workers: Record<string, unknown> } | undefined
  >
}

function manifest(path: string): unknown {
  const file = new URL(`../../.next/standalone/.next/${path}`, import.meta.url)
  return JSON.parse(readFileSync(fileURLToPath(file), 'utf8'))
}

/** `app/(portal)/devices/page` is `/devices`. */
function patternOf(worker: string): string {
  const folders = worker.split('/').slice(1, -1)
  return `/${folders.filter((folder) => !/^\(.*\)$/.test(folder)).join('/')}`
}

/** All server actions of the build, by name. */
export function builtActions(): BuiltAction[] {
  const { node } = manifest('server/server-reference-manifest.json') as ActionManifest
  const actions = Object.entries(node).map(([id, entry]) => {
    if (entry === undefined) throw new Error(`the manifest says nothing of ${id}`)
    const file = entry.filename.replace(/^lib\/actions\/|\.ts$/g, '')
    const name = `${file}.${entry.exportedName}`
    const takes = extractInfoFromServerReferenceId(id).usedArgs.lastIndexOf(true) + 1
    const pages = Object.keys(entry.workers).map(patternOf)
    return { id, name, access: ACCESS_OF_ACTIONS[name], takes, pages }
  })
  return actions.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** The server action of that name. */
export function builtAction(name: string): BuiltAction {
  const action = builtActions().find((built) => built.name === name)
  if (!action) throw new Error(`the build has no action ${name}`)
  return action
}

function builtPaths(): string[] {
  return Object.keys(manifest('app-path-routes-manifest.json') as object)
}

/** All route handlers of the build, but for files of the framework's own kind such as an icon. */
export function builtRoutes(): BuiltRoute[] {
  const handlers = builtPaths().filter(
    (path) => /\/route$/.test(path) && !/\.(svg|ico)\/route$/.test(path),
  )
  return handlers.map((path) => {
    const source = path.replace(/^\/|\/route$/g, '')
    const rows = Object.entries(ACCESS_OF_ROUTES).map(([row, access]) => {
      const [method = '', place] = row.split(' ')
      return { method, place, access }
    })
    const own = rows.filter(({ place }) => place === source)
    const methods = Object.fromEntries(own.map(({ method, access }) => [method, access]))
    return { pattern: patternOf(`app${path}`), methods }
  })
}

/** The patterns of all pages of the build. */
export function builtPages(): string[] {
  const pages = builtPaths().filter((path) => /\/page$/.test(path) && !path.startsWith('/_'))
  return pages.map((path) => patternOf(`app${path}`))
}
