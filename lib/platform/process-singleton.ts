import 'server-only'

/** A named object that exists once per process, although the server bundles modules more than once. */
export function processSingleton<Thing>(name: string, make: () => Thing): Thing {
  const key = Symbol.for(`recognize-portal.${name}`)
  const holder = globalThis as unknown as Record<symbol, Thing | undefined>
  return (holder[key] ??= make())
}
