/** What the list of devices, a removal and a receipt say in the browser, by how their keys begin. */
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
