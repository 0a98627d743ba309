// What people are told away from the portal, by mail: plain text, no emphasis.

export const enNotices = {
  'notice.phone-added.subject': '{brand}: a phone was added',
  'notice.phone-added.text': 'A phone was added to your identity. It can sign you in now.',
  'notice.recovered.subject': '{brand}: a phone was added from your recovery backup',
  'notice.recovered.text':
    'A phone was added to your identity from your recovery backup, without the help of another phone. It can sign you in now.',
  'notice.phone-undone.subject': '{brand}: a phone that wasn’t yours is being removed',
  'notice.phone-undone.text':
    'You, or somebody signed in as you, said that a phone which was just added to your identity wasn’t theirs. It is being removed, and your other sign-ins to the portal were ended.',
  'notice.phone-removed-unrecognised.subject': '{brand}: a device you didn’t recognise is gone',
  'notice.gone.phone':
    'A phone was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'notice.gone.backup':
    'A recovery backup was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'notice.gone.temporary':
    'A temporary backup was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'notice.gone.unknown':
    'A device was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'notice.mail.when': 'When: {time} UTC',
  'notice.mail.system': 'System: {system}',
  'notice.mail.fingerprint': 'Fingerprint: {fingerprint}',
  'notice.mail.remove':
    'If the phone isn’t yours, remove it in the portal with the reason “I don’t recognise it”.',
  'notice.mail.help': 'If this wasn’t you, sign in at {portal} now, or call {contact}.',
  'notice.mail.helpAlone': 'If this wasn’t you, sign in at {portal} now.',
  'notice.mail.about':
    'This message has no code in it and no link that signs anybody in. Nobody will ask you for a code by mail.',
} as const
