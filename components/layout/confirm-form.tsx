import { confirmSignIn } from '@/lib/actions/sign-in'

/** Sends somebody who is signed in to the sign-in service once more, and from there to a path of this portal. */
export function ConfirmForm({
  returnTo,
  label,
  look,
}: {
  returnTo: string
  label: string
  /** The button's class. */
  look: string
}) {
  return (
    <form action={confirmSignIn}>
      <input type="hidden" name="return" value={returnTo} />
      <button className={look}>{label}</button>
    </form>
  )
}
