// What asks somebody who is signed in to prove anew who they are.

export const enConfirm = {
  'confirm.title': 'First, confirm it’s you',
  'confirm.text':
    'You signed in a while ago. Sign in once more: you come straight back to this step, and nothing that you entered is lost.',
  'confirm.go': 'Confirm it’s you',
  'confirm.again.title': 'We could not see that you just signed in',
  'confirm.again.text':
    'You came back from the sign-in service, but it didn’t say that you proved who you are just now, or not well enough. Nothing was changed. Try once more.',
  'confirm.again.go': 'Try once more',
  'confirm.over.title': 'The sign-in service doesn’t ask who you are',
  'confirm.over.text':
    'It let you in twice without that, so this can’t be done in this sign-in, and nothing was changed. Sign out completely, sign in again, and come back here. If it is the same then, ask {contact}.',
  'confirm.over.go': 'Sign out completely',

  'confirmFor.add': 'A phone that you add can sign in as you, so this takes a sign-in of just now.',
  'confirmFor.removal':
    'So that only you can remove it, this takes a sign-in of just now. You don’t need this device for that: sign in any other way you can.',
  'confirmFor.cleanUp': {
    one: 'The {count} backup that you chose stays chosen.',
    other: 'The {count} backups that you chose stay chosen.',
  },
  'confirmFor.desk': 'Nobody should act for people in a sign-in that was left open.',

  'desk.factor.title': 'Your organisation asks staff for a second factor',
  'desk.factor.text':
    'You are signed in without one, so here you are only yourself: your own devices are yours as always, other people’s are not shown. Confirm with your second factor to go on.',
  'desk.factor.back': 'Back to my devices',
} as const
