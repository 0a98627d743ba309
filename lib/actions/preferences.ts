'use server'

import { cookies } from 'next/headers'
import { z } from 'zod'
import { env } from '../platform/env'
import { THEME_COOKIE, THEMES } from '../preferences/preferences'
import { fieldsOf } from './define-action'

/** Keeps the chosen appearance in a cookie of this browser; nothing about the person is in it. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = z.enum(THEMES).safeParse(fieldsOf(form)['theme'])
  if (!theme.success) return
  const secure = env().AUTH_URL.startsWith('https:')
  const jar = await cookies()
  jar.set(THEME_COOKIE, theme.data, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    maxAge: 365 * 24 * 3600,
  })
}
