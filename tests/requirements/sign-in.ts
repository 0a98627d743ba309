import { readChapter } from './requirement'

export const SIGN_IN = readChapter(`
A. Sign-in and OpenID Connect
A1 | test | V10.1.2 (L2), V10.2.1 (L2), V10.5.1 (L2) | Code flow with PKCE S256, state and nonce, all three bound to the browser and to the one sign-in
A2 | test | V6.8.2 (L2), V9.1.1 (L1), V9.1.2 (L1), V9.1.3 (L1) | The ID token’s signature is verified with the issuer’s keys and a listed algorithm; neither \`none\` nor HMAC
A3 | test | V9.2.1 (L1), V9.2.2 (L2), V9.2.3 (L2), V10.5.4 (L2) | Issuer, audience, times and type of a token are checked; a token of one kind is never taken for another
A4 | test | V10.5.3 (L2), V10.2.2 (L2), V12.3.1 (L2), V12.3.2 (L2) | The provider’s metadata name the configured issuer, the \`iss\` parameter of the way back too; https outside this machine
A5 | test | V6.8.1 (L2), V10.5.2 (L2), V10.3.3 (L2) | A person is issuer and subject, never an e-mail address
A6 | test | V6.8.4 (L2), V7.5.1 (L2), V7.5.3 (L3), V2.3.1 (L1) | Removing, adding and acting for others take a sign-in of the last minutes, and of the right kind where one is configured; the ID token decides, not the request
A7 | test | V10.2.3 (L3), V10.1.1 (L2), V14.2.1 (L1) | Only the scopes that are needed; no token reaches the browser; the ID token is kept sealed, for the sign-out alone
  remark: Who chooses _Sign out there too_ carries the ID token as \`id_token_hint\` in the address of the provider’s sign-out, as RP-initiated logout has it ([decision 1](../decisions/0001-next-auth-5-pinned.md)).
A8 | test | V13.1.3 (L3), V16.5.2 (L2) | Every call of the provider has a deadline
A9 | test | V7.6.2 (L2), V3.5.3 (L1) | A sign-in begins with something the person does; no link signs anybody in
A10 | test | V6.3.3 (L2), V6.1.3 (L2), V6.3.4 (L2) | Agents and auditors need a second factor, as the provider states it by \`acr\` or \`amr\`
`)

export const SESSION = readChapter(`
B. The signed-in time
B1 | test | V7.2.1 (L1), V7.2.2 (L1), V7.2.3 (L1), V7.2.4 (L1), V11.5.1 (L2) | A sign-in is a row on the server; its id has 128 random bits or more, is stored as a hash, and is new after every authentication
B2 | test | V7.4.1 (L1), V7.4.2 (L1), V8.3.2 (L3) | Sign-out, expiry and a role taken away, also by a newer statement of the provider, count at once, on every replica and in every session, also for a copied cookie
B3 | test | V7.1.1 (L2), V7.3.1 (L2), V7.3.2 (L2) | Idle for 30 minutes or 12 hours old, a sign-in is over; sooner for agents and auditors; both limits are settings
B4 | test | V7.4.5 (L2), V7.5.2 (L2), V7.1.2 (L2), V7.4.4 (L2), V7.4.3 (L2) | People see and end their sign-ins; others of a person can be ended for them; ending the others is offered after a loss
B5 | test | V10.5.5 (L2), V7.6.1 (L2), V7.1.3 (L2) | Back-channel logout: signature, issuer, audience, times, \`events\`, no nonce, subject or session, each token once, its type
B6 | test | V7.4.1 (L1), V7.6.1 (L2) | Signing out at the provider too, with hint and state; here it is over whether or not the provider answers
B7 | test | V3.3.1 (L1), V3.3.2 (L2), V3.3.3 (L2), V3.3.4 (L2), V3.3.5 (L3) | Cookies: \`__Host-\`, Secure, HttpOnly, SameSite=Lax, below 4,096 bytes
  remark: The cookie of the time zone is written by the page’s own script and holds nothing else.
B8 | test | V14.3.1 (L1), V14.3.2 (L2), V14.3.3 (L2) | After the sign-out nothing personal is left in the browser, also not behind _Back_
`)
