import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { PageTexts } from '@/components/layout/page-texts'
import { branding } from '@/lib/platform/branding'
import { directionOf } from '@/lib/i18n/catalogue'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestPreferences()
  const { name } = branding()
  return {
    title: { default: `${t('brand.portal')} · ${name}`, template: `%s · ${name}` },
    robots: { index: false, follow: false },
  }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f6f2' },
    { media: '(prefers-color-scheme: dark)', color: '#0f161c' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { language, theme } = await requestPreferences()
  return (
    <html lang={language} dir={directionOf(language)} data-theme={theme}>
      <body>
        {/* What the error page says; the signed-in pages add the rest. */}
        <PageTexts prefixes={['crash.', 'failure.reference']}>{children}</PageTexts>
      </body>
    </html>
  )
}
