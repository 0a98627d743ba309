import { supportPaths } from '@/lib/web/support-paths'
import type { Role } from '@/lib/auth/authorization/actor'
import type { Translate } from '@/lib/i18n/translator'
import { paths } from '@/lib/web/paths'

/** The pages for a signed-in person. On a phone they have a line of their own below the name. */
export function Navigation({ roles, t }: { roles: readonly Role[]; t: Translate }) {
  const places = [
    [paths.devices, t('nav.devices')],
    [paths.activity, t('nav.history')],
    [paths.signIns, t('nav.signIns')],
    ...(roles.includes('support') ? [[supportPaths.start, t('nav.support')] as const] : []),
    ...(roles.includes('auditor') ? [[supportPaths.trail, t('nav.trail')] as const] : []),
  ] as const
  return (
    <nav
      aria-label={t('nav.label')}
      className="order-last flex w-full flex-wrap gap-x-5 sm:order-none sm:w-auto"
    >
      {places.map(([href, label]) => (
        <a
          key={href}
          href={href}
          className="inline-flex min-h-11 items-center text-ink underline-offset-4 hover:underline"
        >
          {label}
        </a>
      ))}
    </nav>
  )
}
