import type { Chapter } from './requirement'

export const SIGN_IN: Chapter = {
  letter: 'A',
  title: 'Sign-in and OpenID Connect',
  rows: [
    {
      id: 'A1',
      what: 'Code flow with PKCE S256, state and nonce, all three bound to the browser and to the one sign-in',
      sources: ['V10.1.2 (L2)', 'V10.2.1 (L2)', 'V10.5.1 (L2)'],
      check: 'test',
    },
    {
      id: 'A2',
      what: 'The ID token’s signature is verified with the issuer’s keys and a listed algorithm; neither `none` nor HMAC',
      sources: ['V6.8.2 (L2)', 'V9.1.1 (L1)', 'V9.1.2 (L1)', 'V9.1.3 (L1)'],
      check: 'test',
    },
    {
      id: 'A3',
      what: 'Issuer, audience, times and type of a token are checked; a token of one kind is never taken for another',
      sources: ['V9.2.1 (L1)', 'V9.2.2 (L2)', 'V9.2.3 (L2)', 'V10.5.4 (L2)'],
      check: 'test',
    },
    {
      id: 'A4',
      what: 'The provider’s metadata name the configured issuer, the `iss` parameter of the way back too; https outside this machine',
      sources: ['V10.5.3 (L2)', 'V10.2.2 (L2)', 'V12.3.1 (L2)', 'V12.3.2 (L2)'],
      check: 'test',
    },
    {
      id: 'A5',
      what: 'A person is issuer and subject, never an e-mail address',
      sources: ['V6.8.1 (L2)', 'V10.5.2 (L2)', 'V10.3.3 (L2)'],
      check: 'test',
    },
    {
      id: 'A6',
      what: 'Removing, adding and acting for others take a sign-in of the last minutes, and of the right kind where one is configured; the ID token decides, not the request',
      sources: ['V6.8.4 (L2)', 'V7.5.1 (L2)', 'V7.5.3 (L3)', 'V2.3.1 (L1)'],
      check: 'test',
    },
    {
      id: 'A7',
      what: 'Only the scopes that are needed; no token reaches the browser; the ID token is kept sealed, for the sign-out alone',
      sources: ['V10.2.3 (L3)', 'V10.1.1 (L2)', 'V14.2.1 (L1)'],
      check: 'test',
      remark:
        'Who chooses _Sign out there too_ carries the ID token as `id_token_hint` in the address of the provider’s sign-out, as RP-initiated logout has it ([decision 1](../decisions/0001-next-auth-5-pinned.md)).',
    },
    {
      id: 'A8',
      what: 'Every call of the provider has a deadline',
      sources: ['V13.1.3 (L3)', 'V16.5.2 (L2)'],
      check: 'test',
    },
    {
      id: 'A9',
      what: 'A sign-in begins with something the person does; no link signs anybody in',
      sources: ['V7.6.2 (L2)', 'V3.5.3 (L1)'],
      check: 'test',
    },
    {
      id: 'A10',
      what: 'Agents and auditors need a second factor, as the provider states it by `acr` or `amr`',
      sources: ['V6.3.3 (L2)', 'V6.1.3 (L2)', 'V6.3.4 (L2)'],
      check: 'test',
    },
  ],
}

export const SESSION: Chapter = {
  letter: 'B',
  title: 'The signed-in time',
  rows: [
    {
      id: 'B1',
      what: 'A sign-in is a row on the server; its id has 128 random bits or more, is stored as a hash, and is new after every authentication',
      sources: ['V7.2.1 (L1)', 'V7.2.2 (L1)', 'V7.2.3 (L1)', 'V7.2.4 (L1)', 'V11.5.1 (L2)'],
      check: 'test',
    },
    {
      id: 'B2',
      what: 'Sign-out, expiry and a role taken away count at once, on every replica, also for a copied cookie',
      sources: ['V7.4.1 (L1)', 'V7.4.2 (L1)', 'V8.3.2 (L3)'],
      check: 'test',
    },
    {
      id: 'B3',
      what: 'Idle for 30 minutes or 12 hours old, a sign-in is over; sooner for agents and auditors; both limits are settings',
      sources: ['V7.1.1 (L2)', 'V7.3.1 (L2)', 'V7.3.2 (L2)'],
      check: 'test',
    },
    {
      id: 'B4',
      what: 'People see and end their sign-ins; others of a person can be ended for them; ending the others is offered after a loss',
      sources: ['V7.4.5 (L2)', 'V7.5.2 (L2)', 'V7.1.2 (L2)', 'V7.4.4 (L2)', 'V7.4.3 (L2)'],
      check: 'test',
    },
    {
      id: 'B5',
      what: 'Back-channel logout: signature, issuer, audience, times, `events`, no nonce, subject or session, each token once, its type',
      sources: ['V10.5.5 (L2)', 'V7.6.1 (L2)', 'V7.1.3 (L2)'],
      check: 'test',
    },
    {
      id: 'B6',
      what: 'Signing out at the provider too, with hint and state; here it is over whether or not the provider answers',
      sources: ['V7.4.1 (L1)', 'V7.6.1 (L2)'],
      check: 'test',
    },
    {
      id: 'B7',
      what: 'Cookies: `__Host-`, Secure, HttpOnly, SameSite=Lax, below 4,096 bytes',
      sources: ['V3.3.1 (L1)', 'V3.3.2 (L2)', 'V3.3.3 (L2)', 'V3.3.4 (L2)', 'V3.3.5 (L3)'],
      check: 'test',
      remark:
        'The cookie of the time zone is written by the page’s own script and holds nothing else.',
    },
    {
      id: 'B8',
      what: 'After the sign-out nothing personal is left in the browser, also not behind _Back_',
      sources: ['V14.3.1 (L1)', 'V14.3.2 (L2)', 'V14.3.3 (L2)'],
      check: 'test',
    },
  ],
}
