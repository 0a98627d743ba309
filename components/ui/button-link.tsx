import { buttons } from './button'

/** A link that looks like a button. */
export function ButtonLink({
  href,
  label,
  look = 'primary',
}: {
  href: string
  label: string
  look?: keyof typeof buttons
}) {
  return (
    <a className={buttons[look]} href={href}>
      {label}
    </a>
  )
}
