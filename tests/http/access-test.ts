import { test as base } from '@playwright/test'
import { castFor, type Cast } from './access-cast'
import { setAccessScene, type AccessScene } from './access-scene'

export { expect } from '@playwright/test'

/** One file at a time, so that one worker has them all: the scene takes longer to set than many of the files to run. */
export const SCENE = 'the access scene'

/** The people of each file: what one file does to theirs must not be what another one finds. */
const casts = new Map<string, Promise<Cast>>()

/** Everything that can be called from outside, over HTTP, by everybody who might, about one and the same person. */
export const test = base.extend<{ cast: Cast }, { scene: AccessScene }>({
  scene: [
    async ({}, use) => {
      const scene = await setAccessScene()
      await use(scene)
      await scene.end()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  cast: [
    async ({ scene }, use, { file }) => {
      const cast = casts.get(file) ?? castFor(scene)
      casts.set(file, cast)
      await use(await cast)
    },
    { timeout: 60_000 },
  ],
})
