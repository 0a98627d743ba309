/** The organisation's logo and name, with a link to `home`. */
export function Brand({ name, logo, home }: { name: string; logo: string | null; home: string }) {
  return (
    <a href={home} className="flex min-h-11 min-w-0 items-center gap-2.5 font-bold">
      {logo === null ? (
        <svg className="size-7 shrink-0" viewBox="0 0 28 28" aria-hidden="true">
          <rect width="28" height="28" rx="8" className="fill-accent" />
          <circle cx="14" cy="14" r="5.5" className="fill-none stroke-on-accent" strokeWidth="2" />
        </svg>
      ) : (
        <img src={logo} alt="" className="h-7 w-auto shrink-0" />
      )}
      <span className="truncate" translate="no">
        {name}
      </span>
    </a>
  )
}
