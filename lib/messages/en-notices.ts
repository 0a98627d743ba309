// What people are told away from the portal, by mail.

export const enNotices = {
  'notice.mail.help': 'If this wasn’t you, sign in at {portal} now, or call {contact}.',
} as const
