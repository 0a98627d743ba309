import 'server-only'

/**
 * A named object that exists once per process. The first use creates it. A module variable is not enough, because the
 * server bundles modules more than once and each copy has its own variables.
 */
export function processSingleton<Thing>(name: string, make: () => Thing): Thing {
  const key = Symbol.for(`recognize-portal.${name}`)
  const holder = globalThis as unknown as Record<symbol, Thing | undefined>
  return (holder[key] ??= make())
}
