import { confirmSignInAction } from '@/lib/actions/sign-in'

/** Sends somebody who is signed in to the sign-in service once more, and from there back to a page of this portal. */
export function ConfirmForm({
  page,
  round,
  entered = {},
  label,
  look,
}: {
  page: string
  /** How many confirmations in a row have changed nothing. */
  round: number
  /** What the page shall have in its form again, by name of the field. */
  entered?: Readonly<Record<string, string | readonly string[] | null>>
  label: string
  /** The button's class. */
  look: string
}) {
  const fields = Object.entries(entered).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => [name, value] as const),
  )
  return (
    <form action={confirmSignInAction}>
      <input type="hidden" name="return" value={page} />
      <input type="hidden" name="round" value={round} />
      {fields.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <button className={look}>{label}</button>
    </form>
  )
}
