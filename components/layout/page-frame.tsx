import type { ReactNode } from 'react'
import { signOutAction } from '@/lib/actions/sign-in'
import { branding } from '@/lib/platform/branding'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { paths } from '@/lib/web/paths'
import { buttons } from '../ui/button'
import { Brand } from './brand'
import { Navigation } from './navigation'
import { PageStamp, PageStampProvider } from '../reauth/page-stamp'
import type { ShownPerson } from './shown-person'
import { shownContact } from './shown-settings'
import { ThemeSwitch } from './theme-switch'
import { Verbatim } from '../ui/rich'

/** Header, content and footer of every page. */
export async function PageFrame({
  person,
  children,
}: {
  person: ShownPerson | null
  children: ReactNode
}) {
  const { t, theme } = await requestPreferences()
  const { name, logo } = branding()
  const contact = shownContact()
  return (
    <PageStampProvider stamp={person?.stamp ?? null}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2 focus:rounded-button focus:bg-surface focus:p-3"
      >
        {t('nav.skip')}
      </a>
      <div className="flex min-h-dvh flex-col" data-page-stamp={person?.stamp}>
        <header className="border-b border-line bg-surface">
          <div className="mx-auto flex max-w-300 flex-wrap items-center gap-x-6 px-4 py-2 sm:px-8">
            <Brand name={name} logo={logo} home={person === null ? paths.start : paths.devices} />
            {person !== null && <Navigation roles={[...person.roles, ...person.withheld]} t={t} />}
            {person !== null && (
              <form
                action={signOutAction}
                className="ms-auto flex min-w-0 shrink-0 items-center gap-3"
              >
                <PageStamp />
                <span
                  className={`hidden truncate text-small text-soft ${person.roles.length > 0 ? 'lg:inline' : 'md:inline'}`}
                >
                  {person.name !== '' && <Verbatim>{person.name}</Verbatim>}
                  {[
                    ...(person.name === '' ? [] : ['']),
                    ...person.roles.map((role) => t(`nav.role.${role}`)),
                  ].join(' · ')}
                </span>
                <button className={buttons.small}>{t('nav.signOut')}</button>
              </form>
            )}
          </div>
        </header>
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-240 flex-1 px-4 py-7 outline-none sm:px-6 sm:py-10"
        >
          {children}
        </main>
        <footer className="mx-auto flex w-full max-w-240 flex-wrap items-center justify-between gap-x-6 px-4 pb-6 text-small text-soft sm:px-6">
          <ThemeSwitch chosen={theme} t={t} />
          {contact !== null && <p>{t('footer.help', { contact })}</p>}
        </footer>
      </div>
    </PageStampProvider>
  )
}
