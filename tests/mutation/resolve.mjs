// @ts-check

/**
 * Gives the specs another `test` than vitest's, whose runner would start anew for each mutant; and loads our own
 * modules once for each generation that the specs are imported with, so that what counts while loading is seen.
 * @type {import('node:module').ResolveHook}
 */
export const resolve = async (specifier, context, next) => {
  if (specifier === 'vitest')
    return { url: new URL('./specs.mjs', import.meta.url).href, shortCircuit: true }
  const found = await next(specifier, context)
  const [generation] = /\bgeneration=\d+/.exec(context.parentURL ?? '') ?? []
  const isOurs = found.url.startsWith('file:') && !/\/node_modules\/|\bgeneration=/.test(found.url)
  if (!generation || !isOurs) return found
  return { ...found, url: `${found.url}${found.url.includes('?') ? '&' : '?'}${generation}` }
}
