// @ts-check
// As much of vitest as the unit specs use. `expect` is Playwright's, which reads the same and needs no runner around it.
import { createRequire } from 'node:module'

export const { expect } = createRequire(import.meta.url)('playwright/test')

/** Why a test failed that was given up. */
export const TOO_LONG = 'no end within ten seconds'

/** @typedef {(fixtures: object, info: object) => unknown} Body */
/** @typedef {{ title: string, before: Body[], after: Body[] }} Group */

/** @type {{ id: string, name: string, run: () => Promise<void> }[]} */
export const tests = []
/** @type {Group[]} */
let groups = []

/** @param {string} file */
export function beginFile(file) {
  groups = [{ title: file, before: [], after: [] }]
}

/** @param {unknown[]} rest title, perhaps details, and the body */
export function test(...rest) {
  const title = String(rest[0])
  const body = /** @type {Body} */ (rest.at(-1))
  const around = [...groups]
  const name = [...around.map((group) => group.title), title].join(' › ')
  const info = { title, annotations: [], attach: async () => undefined }
  const run = async () => {
    try {
      for (const { before } of around) for (const hook of before) await hook({}, info)
      await body({}, info)
    } finally {
      for (const { after } of around.toReversed()) for (const hook of after) await hook({}, info)
    }
  }
  tests.push({ id: `${tests.length}: ${name}`, name, run })
}

/**
 * @param {string} title
 * @param {() => void} body
 */
export function describe(title, body) {
  groups.push({ title, before: [], after: [] })
  body()
  groups.pop()
}
/** @param {Body} hook */
export const beforeEach = (hook) => groups.at(-1)?.before.push(hook)
/** @param {Body} hook */
export const afterEach = (hook) => groups.at(-1)?.after.push(hook)
