'use client'

import { createContext, use, type ReactNode } from 'react'
import { PAGE_STAMP } from '@/lib/web/page-stamp'

const PageStampContext = createContext<string | null>(null)

/** Gives the page's stamp to the forms inside. A page that is made for nobody has no stamp. */
export function PageStampProvider({
  stamp,
  children,
}: {
  stamp: string | null
  children: ReactNode
}) {
  return <PageStampContext value={stamp}>{children}</PageStampContext>
}

/** A link to a file. It carries the page's stamp, so that only the page's own person gets the file. Its address has a query already. */
export function FileLink({
  href,
  className,
  children,
}: {
  href: string
  className: string
  children: ReactNode
}) {
  const stamp = use(PageStampContext)
  const query = stamp === null ? '' : `&${new URLSearchParams({ [PAGE_STAMP]: stamp })}`
  return (
    <a className={className} href={`${href}${query}`} download>
      {children}
    </a>
  )
}

/** A form's field with the page's stamp. Every form that acts has it. */
export function PageStamp() {
  const stamp = use(PageStampContext)
  return stamp !== null && <input type="hidden" name={PAGE_STAMP} value={stamp} />
}
