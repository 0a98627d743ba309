'use client'

import type { ReactNode } from 'react'

/** What came of a form that was sent: it takes the focus, and so comes into view, wherever the button was. */
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
