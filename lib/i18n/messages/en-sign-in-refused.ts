// Signing in that didn't succeed: to the person, and (`history.trail.`) to auditors.

export const enSignInRefused = {
  'signInFailed.title': 'You are not signed in',
  'signInFailed.denied': 'The sign-in was cancelled. Nothing was changed.',
  'signInFailed.expired':
    'This sign-in took too long, was started in another browser, or was already used. Please start again.',
  'signInFailed.unavailable':
    'The sign-in service doesn’t answer at the moment. Please try again in a few minutes.',
  'signInFailed.records-down':
    'The portal can’t use its own records just now, so nobody can be signed in. Please try again in a few minutes.',
  'signInFailed.refused':
    'The sign-in service’s answer could not be trusted, so you were not signed in. Please try again; if it happens again, tell support.',
  'signInFailed.limited':
    'Too many people, or too many tries, came from your network within a minute. Wait a minute, then try again.',
  'signInFailed.limited-for': {
    one: 'Too many people, or too many tries, came from your network within a minute. Load this page again in {count} second.',
    other:
      'Too many people, or too many tries, came from your network within a minute. Load this page again in {count} seconds.',
  },
  'signInFailed.clock':
    'The sign-in service’s clock and this portal’s don’t agree, so you were not signed in. It isn’t your doing: please tell support.',
  'signInFailed.too-long-ago':
    'The sign-in service last asked who you are too long ago. Try again: this time it is told to ask. If you land here once more, sign out of the sign-in service first.',
  'signInFailed.cookies':
    'This sign-in took too long, or was started in another browser. Please start again. If you see this page again at once, allow cookies for this site.',
  'signInFailed.signedIn.title': 'You are signed in',
  'signInFailed.signedIn.text':
    'You can go on. Another try to sign in from this browser didn’t finish. Nothing was changed.',
  'signInFailed.signedIn.go': 'Go to my devices',
  'signInFailed.again': 'Try again',
  'signInFailed.back': 'Back to the start',

  'history.sign-in-refused': 'A sign-in to this portal did not succeed',
  'trail.type.sign-in-refused': 'A sign-in did not succeed',
  'history.trail.sign-in-refused': 'Signed nobody in: {why}',
  'history.trail.sign-in-refused.cancelled': 'cancelled at the sign-in service',
  'history.trail.sign-in-refused.provider-refused': 'the sign-in service said no',
  'history.trail.sign-in-refused.authentication-expired':
    'the person took too long at the sign-in service',
  'history.trail.sign-in-refused.no-cookies': 'the browser brought no cookies',
  'history.trail.sign-in-refused.attempt-unknown':
    'the browser had not begun this sign-in, or too long ago',
  'history.trail.sign-in-refused.request-not-accepted':
    'the sign-in service did not accept what the portal asked of it',
  'history.trail.sign-in-refused.code-not-accepted':
    'the sign-in service did not accept the code, which may have been used before',
  'history.trail.sign-in-refused.client-not-accepted':
    'the sign-in service did not accept the portal’s own credentials',
  'history.trail.sign-in-refused.other-issuer': 'the answer came from another sign-in service',
  'history.trail.sign-in-refused.nonce': 'the ID token belongs to another sign-in',
  'history.trail.sign-in-refused.token-form': 'the ID token is malformed',
  'history.trail.sign-in-refused.token-kind': 'what was sent is no ID token',
  'history.trail.sign-in-refused.token-algorithm': 'the ID token is signed in a way not accepted',
  'history.trail.sign-in-refused.token-key': 'the ID token is signed with a key not known',
  'history.trail.sign-in-refused.token-signature': 'the ID token’s signature is wrong',
  'history.trail.sign-in-refused.token-issuer': 'the ID token is of another issuer',
  'history.trail.sign-in-refused.token-audience': 'the ID token is for somebody else',
  'history.trail.sign-in-refused.token-times': 'the ID token’s times don’t fit the portal’s clock',
  'history.trail.sign-in-refused.token-claims': 'the ID token lacks something it must say',
  'history.trail.sign-in-refused.token-identity':
    'an ID in the ID token begins or ends with a space or a hidden character',
  'history.trail.sign-in-refused.authenticated-too-long-ago':
    'the sign-in service had asked who it is too long ago',
  'history.trail.sign-in-refused.provider-unreachable':
    'the sign-in service was not reached in time',
  'history.trail.sign-in-refused.provider-answer': 'the sign-in service’s answer was not usable',
  'history.trail.sign-in-refused.provider-metadata':
    'the sign-in service’s description of itself was not to be trusted',
  'history.trail.sign-in-refused.provider-profile':
    'the sign-in service does not do what this portal demands of it',
  'history.trail.sign-in-refused.records-down': 'the portal could not use its records',
  'history.trail.sign-in-refused.unexpected': 'for a reason that only the log knows',
} as const
