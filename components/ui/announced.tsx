'use client'

import type { ReactNode } from 'react'

/** The result of a sent form. It takes the focus, so that it comes into view wherever the button was. */
export function Announced({ children }: { children: ReactNode }) {
  return (
    <div ref={takeFocus} tabIndex={-1} className="outline-none">
      {children}
    </div>
  )
}

function takeFocus(node: HTMLElement | null): void {
  node?.focus()
}
