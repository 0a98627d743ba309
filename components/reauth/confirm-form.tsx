import { confirmSignInAction } from '@/lib/actions/sign-in'
import { PageStamp } from './page-stamp'

/** Sends a signed-in person to the provider once more, and from there back to a page of this portal. */
export function ConfirmForm({
  page,
  round,
  draft = {},
  label,
  look,
}: {
  page: string
  /** How many confirmations in a row have changed nothing so far. */
  round: number
  /** Form values that come back to the page, by name of the field. */
  draft?: Readonly<Record<string, string | readonly string[] | null>>
  label: string
  /** The button's class. */
  look: string
}) {
  const fields = Object.entries(draft).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => [name, value] as const),
  )
  return (
    <form action={confirmSignInAction}>
      <PageStamp />
      <input type="hidden" name="return" value={page} />
      <input type="hidden" name="round" value={round} />
      {fields.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <button className={look}>{label}</button>
    </form>
  )
}
