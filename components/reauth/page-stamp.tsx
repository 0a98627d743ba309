'use client'

import { createContext, use, type ReactNode } from 'react'
import { PAGE_STAMP } from '@/lib/web/page-stamp'

const PageStampContext = createContext<string | null>(null)

/** Gives the forms inside the stamp of the page; null on a page for nobody. */
export function PageStampProvider({
  stamp,
  children,
}: {
  stamp: string | null
  children: ReactNode
}) {
  return <PageStampContext value={stamp}>{children}</PageStampContext>
}

/** A link to a file for the person for whom its page was made. Its address has a query already. */
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

/** The field by which a form says for whom its page was made. Every form that acts has it. */
export function PageStamp() {
  const stamp = use(PageStampContext)
  return stamp !== null && <input type="hidden" name={PAGE_STAMP} value={stamp} />
}
