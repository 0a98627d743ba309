import 'server-only'
import { branding } from '@/lib/platform/branding'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { buttons } from '../../ui/button'
import { QrCode } from './qr-code'

/** The one-time code as a drawing, in letters, and as a link; made on the server. */
export async function PairingCode({
  typed,
  link,
}: {
  /** As it is typed, with its dashes. */
  typed: string
  link: string
}) {
  const { t } = await requestPreferences()
  return (
    <>
      <QrCode text={link} label={t('add.qr', { brand: branding().name })} />
      <p className="flex flex-wrap items-baseline justify-center gap-x-2.5 gap-y-1 text-small text-soft">
        {t('add.orType')}
        <code
          dir="ltr"
          translate="no"
          className="rounded-chip border border-line bg-paper px-2 font-mono text-body whitespace-nowrap text-ink"
        >
          {typed}
        </code>
      </p>
      <a className={`${buttons.small} order-last`} href={link} rel="noreferrer">
        {t('add.openHere')}
      </a>
    </>
  )
}
