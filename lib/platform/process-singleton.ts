import 'server-only'

/**
 * A thing that exists once per process under a name, made at its first use. A module's own variable would not do:
 * the server bundles modules more than once, and each copy has its own.
 */
export function processSingleton<Thing>(name: string, make: () => Thing): Thing {
  const key = Symbol.for(`recognize-portal.${name}`)
  const holder = globalThis as unknown as Record<symbol, Thing | undefined>
  return (holder[key] ??= make())
}
