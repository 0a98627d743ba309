import type { APIRequestContext } from '@playwright/test'
import { phoneRow } from '../builders/rows'
import type { Person } from '../fixtures/people'
import { signInOverHttp } from '../fixtures/sign-in'
import { test as base } from '../fixtures/test'

export { expect } from '../fixtures/test'

export const test = base.extend<{
  /** Somebody with one phone; their cookies, and the portal's address. */
  somebody: { person: Person; portal: string; cookie: string }
}>({
  somebody: async ({ createPerson, request, stack }, use) => {
    const person = await createPerson({ rows: (userId) => [phoneRow({ userId })] })
    const cookie = await cookieOf(request, stack.portal.url, person)
    await use({ person, portal: stack.portal.url, cookie })
  },
})

/** The cookies of a new sign-in. */
export async function cookieOf(request: APIRequestContext, portal: string, { accountId }: Person) {
  await signInOverHttp(request, portal, accountId)
  const { cookies } = await request.storageState()
  const own = cookies.filter(({ name }) => name.startsWith('portal.'))
  return own.map(({ name, value }) => `${name}=${value}`).join('; ')
}
