/** Drawn once per page by IconSprite and used by name, so that a list of fifty rows carries each drawing once. */
const DRAWINGS = {
  ios: (
    <>
      <rect x="6.5" y="2.5" width="11" height="19" rx="3" />
      <path d="M10.5 5h3" />
    </>
  ),
  android: (
    <>
      <rect x="6.5" y="2.5" width="11" height="19" rx="1.8" />
      <circle cx="12" cy="5.4" r="0.6" fill="currentColor" />
      <path d="M10 18.8h4" />
    </>
  ),
  other: (
    <>
      <rect x="6.5" y="2.5" width="11" height="19" rx="2.2" />
      <path d="M11.5 18.6h1" />
    </>
  ),
  backup: (
    <>
      <path d="M12 2.8 4.8 5.6v5.6c0 4.6 3 8.2 7.2 10 4.2-1.8 7.2-5.4 7.2-10V5.6z" />
      <path d="m9 11.8 2.2 2.2 4-4.2" />
    </>
  ),
  temporary: (
    <>
      <circle cx="12" cy="12" r="8.7" />
      <path d="M12 7v5.2l3.2 2" />
    </>
  ),
  unknown: (
    <>
      <circle cx="12" cy="12" r="8.7" />
      <path d="M9.7 9.6a2.4 2.4 0 1 1 3.4 2.4c-.8.4-1.1.8-1.1 1.7M12 16.6v.1" />
    </>
  ),
  alert: (
    <>
      <path d="M12 3.5 2.8 19.5h18.4z" />
      <path d="M12 10v4.2M12 16.8v.1" />
    </>
  ),
} as const

export type IconName = keyof typeof DRAWINGS

/** The drawings that {@link Icon} refers to. */
export function IconSprite() {
  return (
    <svg className="hidden" aria-hidden="true">
      {Object.entries(DRAWINGS).map(([name, drawing]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 24 24">
          {drawing}
        </symbol>
      ))}
    </svg>
  )
}

/** A decorative drawing; the words beside it say the same. */
export function Icon({ name, className = 'size-5' }: { name: IconName; className?: string }) {
  return (
    <svg
      className={`shrink-0 fill-none stroke-current ${className}`}
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <use href={`#icon-${name}`} />
    </svg>
  )
}
