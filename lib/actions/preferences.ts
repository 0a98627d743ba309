'use server'

import { cookies } from 'next/headers'
import { z } from 'zod'
import { cookieName, cookieOptions } from '../web/cookies'
import { THEME_COOKIE, THEMES } from '../i18n/preferences'
import { fieldsOf, isOwnOrigin } from './define-action'

const YEAR_SECONDS = 365 * 24 * 3600

/** Keeps the chosen appearance in a cookie of this browser; nothing about the person is in it. */
export async function chooseThemeAction(form: FormData): Promise<void> {
  const theme = z.enum(THEMES).safeParse(fieldsOf(form)['theme'])
  if (!theme.success || !(await isOwnOrigin())) return
  const jar = await cookies()
  jar.set(cookieName(THEME_COOKIE), theme.data, cookieOptions(YEAR_SECONDS))
}
