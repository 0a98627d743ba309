type Link = { href: string; label: string }

/** A link on a line of its own inside a notice. */
export function TextLink({ href, label }: Link) {
  return (
    <a
      className="inline-flex min-h-11 items-center font-semibold underline underline-offset-3"
      href={href}
    >
      {label}
    </a>
  )
}

/** The way back, above the title of a page. */
export function BackLink({ href, label }: Link) {
  return (
    <a
      href={href}
      className="inline-flex min-h-11 items-center self-start text-accent underline underline-offset-3"
    >
      {label}
    </a>
  )
}
