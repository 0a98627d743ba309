import type { CastMember } from '../cast'
import { escapeHtml, page } from '../http/page'

export function messagePage(title: string, sentence: string): string {
  return page(title, `<p>${escapeHtml(sentence)}</p>`)
}

export interface SignInPage {
  cast: CastMember[]
  loginHint: string
  /** The person with an active session, when the portal asks for a new sign-in. */
  signedInAs: string | undefined
  unknownAccountId: string | undefined
}

function castRow({ sub, givenName, situation }: CastMember): string {
  const describedBy = `situation-of-${sub}`
  return `<li>
<button name="accountId" value="${sub}" aria-describedby="${describedBy}">${givenName}</button>
<span id="${describedBy}">${situation}</span>
</li>`
}

export function signInPage({ cast, loginHint, signedInAs, unknownAccountId }: SignInPage): string {
  const lead = signedInAs
    ? `You are signed in as ${signedInAs}. You are asked to sign in again.`
    : 'No passwords here: choose the person you want to be.'
  const error =
    unknownAccountId === undefined
      ? ''
      : `<p class="error" role="alert" id="unknown">There is no account “${escapeHtml(unknownAccountId)}”.</p>`
  const invalid =
    unknownAccountId === undefined ? '' : ' aria-invalid="true" aria-describedby="unknown"'
  return page(
    'Sandbox sign-in',
    `<p>${escapeHtml(lead)}</p>
${error}
<form method="post" class="card">
<ul>
${cast.map(castRow).join('\n')}
</ul>
</form>
<form method="post">
<label for="accountId">Someone else (account id)</label>
<div class="field">
<input id="accountId" name="accountId" required autocomplete="off" autocapitalize="none" spellcheck="false" value="${escapeHtml(unknownAccountId ?? loginHint)}"${invalid}>
<button class="main">Continue</button>
</div>
</form>
<form method="post">
<button name="deny" value="yes">Deny</button>
</form>`,
  )
}

/** `form` is the provider's own form with its CSRF protection. The buttons refer to it by id. */
export function signOutPage(form: string): string {
  return page(
    'Sign out of the sandbox?',
    `<p>You have left the portal. Your sandbox sign-in still lasts and would let you back in.</p>
${form}
<div class="field">
<button form="op.logoutForm" name="logout" value="yes" class="danger">Sign out everywhere</button>
<button form="op.logoutForm">Stay signed in</button>
</div>`,
  )
}
