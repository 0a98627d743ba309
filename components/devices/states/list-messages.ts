/** The beginnings of the message keys that the list, a removal and a receipt need in the browser. */
export const LIST_MESSAGES = [
  'coverage.',
  'slots.',
  'group.',
  'name.',
  'row.',
  'notice.',
  'empty.',
  'notKnown.',
  'failure.',
  'ended.',
  'notAllowed.',
  'error.',
  'remove.',
  'signedOut.again',
  'confirm.',
  'receipt.',
] as const
