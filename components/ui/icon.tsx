/** The drawings of public/icons.svg: one small file, fetched once and cached. */
export type IconName =
  'ios' | 'android' | 'other' | 'backup' | 'temporary' | 'unknown' | 'alert' | 'done'

/** A decorative drawing; the text beside it says the same. */
export function Icon({ name, className = 'size-5' }: { name: IconName; className?: string }) {
  return (
    <svg
      className={`shrink-0 fill-none stroke-current ${className}`}
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <use href={`/icons.svg#${name}`} />
    </svg>
  )
}
