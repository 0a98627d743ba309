// What the organisation's app is told: when the API refuses something, for its developers and fit to be shown; and why the
// face check didn't succeed, for the person, who reads it in the app.

export const enApi = {
  'api.token-missing.title': 'No access token',
  'api.token-missing.text': 'Send an access token of the sign-in service as a bearer token.',
  'api.token-not-valid.title': 'Access token not accepted',
  'api.token-not-valid.text':
    'The access token has expired, was made for something else, or isn’t from the sign-in service. Get a new one for this API.',
  'api.token-not-bound.title': 'Access token not bound',
  'api.token-not-bound.text':
    'This API takes only access tokens that are bound to a key of the app (DPoP) or to its certificate. Get such a token.',
  'api.proof-not-valid.title': 'Proof not accepted',
  'api.proof-not-valid.text':
    'The access token is bound to a key or a certificate, and this call doesn’t prove that the app has it. Send a new proof for each call.',
  'api.proof-nonce-missing.title': 'Proof without the nonce',
  'api.proof-nonce-missing.text':
    'Put the value of the header DPoP-Nonce into a new proof, then send the call again.',
  'api.sign-in-insufficient.title': 'Sign in again',
  'api.sign-in-insufficient.text':
    'The person must sign in again in the app, or more strongly. The header WWW-Authenticate says what to ask the sign-in service for.',
  'api.scope-missing.title': 'Access token without the scope',
  'api.scope-missing.text': 'The access token doesn’t allow this. Ask for the scope that it needs.',
  'api.provider-down.title': 'Sign-in service not reachable',
  'api.provider-down.text':
    'The access token can’t be checked just now. Nothing was done; try again in a moment.',
  'api.limited.title': 'Too many calls',
  'api.limited.text': 'There were too many calls within a minute. Wait, then try again.',
  'api.method-not-allowed.title': 'Method not offered',
  'api.method-not-allowed.text': 'This address doesn’t offer that method.',
  'api.too-large.title': 'Too large',
  'api.too-large.text': 'What was sent is larger than this address takes. Nothing was done.',
  'api.not-json.title': 'No JSON',
  'api.not-json.text': 'What was sent isn’t JSON in UTF-8. Nothing was done.',
  'api.media-type.title': 'Not sent as JSON',
  'api.media-type.text': 'Send JSON, with the media type application/json.',
  'api.invalid.title': 'Not as described',
  'api.invalid.text':
    'What was sent has a field missing, too many, or of another form than described. Nothing was done.',
  'api.not-known.title': 'Not set up',
  'api.not-known.text': 'Nobody is set up in PingOne Recognize behind this access token.',
  'api.not-yours.title': 'Not yours',
  'api.not-yours.text': 'This user ID isn’t one of the person the access token is for.',
  'api.not-found.title': 'Not found',
  'api.not-found.text':
    'There is nothing under this number for the person the access token is for.',
  'api.code-not-valid.title': 'Code not accepted',
  'api.code-not-valid.text':
    'This code can’t be used: it may have been used already, be older than ten minutes, belong to somebody else, or be mistyped. Start again on the portal’s page.',
  'api.device-not-listed.title': 'Device not listed',
  'api.device-not-listed.text': 'The service doesn’t list this device for this person.',
  'api.device-limit.title': 'No place left',
  'api.device-limit.text':
    'There are 50 devices and client states already, which is the most PingOne Recognize allows for one person. Remove one on the portal’s page, then try again.',
  'api.already-stored.title': 'Already stored',
  'api.already-stored.text':
    'A client state of this device is stored already. Send it with PUT to replace that one.',
  'api.wrong-kind.title': 'Wrong type of client state',
  'api.wrong-kind.text':
    'The type doesn’t fit: the device is listed with another type, or a temporary state is needed here.',
  'api.idempotency-key-reused.title': 'Idempotency key used before',
  'api.idempotency-key-reused.text':
    'This idempotency key was used for something else within the last day. Nothing was done; use a new one.',
  'api.not-set-up.title': 'Not switched on',
  'api.not-set-up.text': 'This portal keeps no client states: it has no keys to seal them with.',
  'api.key-missing.title': 'Client state can’t be opened',
  'api.key-missing.text':
    'The stored client state is sealed with a key that this portal doesn’t have at present. The code can still be used once it has.',
  'api.state-damaged.title': 'Client state damaged',
  'api.state-damaged.text':
    'The stored client state is not what was stored, and can’t be used. Another one is needed.',
  'api.identity-unknown.title': 'Not known to the service',
  'api.identity-unknown.text': 'PingOne Recognize doesn’t know this user ID. Nothing was done.',
  'api.service-busy.title': 'Service busy',
  'api.service-busy.text':
    'PingOne Recognize has too much to do just now. Nothing was done; try again in a moment.',
  'api.service-down.title': 'Service not reachable',
  'api.service-down.text':
    'PingOne Recognize doesn’t answer as it should just now. Nothing was done; try again in a moment.',
  'api.records-down.title': 'Records not reachable',
  'api.records-down.text':
    'The portal can’t use its own records just now. Nothing was done; try again in a moment.',
  'api.internal.title': 'Something went wrong',
  'api.internal.text':
    'Something unforeseen happened in the portal. The request ID leads support to its cause.',
} as const
