import { chooseThemeAction } from '@/lib/actions/preferences'
import type { Translate } from '@/lib/i18n/translator'
import { THEMES, type Theme } from '@/lib/i18n/preferences'
import { PageStamp } from '../reauth/page-stamp'

/** Light, dark, or as the system says; plain buttons of a form, so that it works without script. */
export function ThemeSwitch({ chosen, t }: { chosen: Theme; t: Translate }) {
  return (
    <form
      action={chooseThemeAction}
      aria-label={t('theme.label')}
      className="-ms-3 flex items-center gap-1"
    >
      <PageStamp />
      {THEMES.map((theme) => (
        <button
          key={theme}
          name="theme"
          value={theme}
          aria-pressed={theme === chosen}
          className="inline-flex min-h-11 cursor-pointer items-center rounded-button px-3 text-soft hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink"
        >
          {t(`theme.${theme}`)}
        </button>
      ))}
    </form>
  )
}
