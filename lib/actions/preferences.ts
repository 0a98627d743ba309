'use server'

import { cookies } from 'next/headers'
import { z } from 'zod'
import { cookieName, cookieOptions } from '../web/cookies'
import { THEME_COOKIE, THEMES } from '../i18n/preferences'
import { succeed } from '../platform/result'
import { defineAction } from './define-action'
import { fieldsOf } from './form-fields'

const YEAR_SECONDS = 365 * 24 * 3600

const choose = defineAction({
  name: 'choose theme',
  access: 'public',
  input: z.object({ theme: z.enum(THEMES) }),
  run: async ({ theme }) => {
    const jar = await cookies()
    jar.set(cookieName(THEME_COOKIE), theme, cookieOptions(YEAR_SECONDS))
    return succeed(undefined)
  },
})

/** Keeps the chosen appearance in a cookie of this browser; nothing about the person is in it. */
export async function chooseThemeAction(form: FormData): Promise<void> {
  await choose(fieldsOf(form))
}
