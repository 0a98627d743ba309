// Adding a phone: the pages, and what can go wrong on the phone.

export const enAdd = {
  'page.add': 'Add a phone',

  'add.lead':
    'Have the new phone in your hand, with the {brand} app on it. It takes about two minutes; your face stays on the phone.',
  'add.identity': 'Identity {number}',

  'add.backup.title': 'Your recovery backup is ready',
  'add.backup.text':
    'It has been in safe keeping since {date}. You scan a code with the new phone, sign in there, and take a selfie: the phone is set up from the backup, and the backup stays.',
  'add.backup.start': 'Show the code',
  'add.backup.oldPhone': 'Use my old phone instead',
  'add.oldPhone.title': 'Do you still have a phone that works?',
  'add.oldPhone.text':
    'No recovery backup is kept here, so the phone that works makes a temporary one first. You need both phones, each with the {brand} app on it. First you scan a code with the old phone, then another with the new one.',
  'add.oldPhone.start': 'Yes, start with the old phone',
  'add.noPhone.title': 'No, my phone is gone',
  'add.noPhone.text':
    '{brand} checks who you are, with an ID document and your face. Then you can set up your new phone.',
  'add.noPhone.remove': 'Remove the lost phone now',
  'add.elsewhere.title': 'Your recovery backup is kept by your organisation',
  'add.elsewhere.text':
    'It isn’t kept here. Open the {brand} app on your new phone and follow the steps there.',
  'add.elsewhere.next': 'If the app doesn’t offer to use the backup, ask {contact}.',
  'add.neither.title': 'There is nothing to set up a phone from',
  'add.neither.text':
    'No recovery backup is in safe keeping here, and no phone that still works is in your list. So {brand} has to check who you are first, with an ID document and your face.',
  'add.neither.next': 'To have that done, ask {contact}. Once it is done, this page goes on.',
  'add.full.title': 'There is no room for a phone',
  'add.full.text':
    '{used} of {limit} places are used. A new phone needs one; with the help of an old phone it needs two for a short time. Remove what you don’t use first, then come back.',
  'add.full.cleanUp': 'Clean up',
  'add.notSetUp.title': 'Phones can’t be added here yet',
  'add.notSetUp.text':
    'This portal has not been set up for it. Open the {brand} app on the new phone instead, or ask {contact}.',
  'add.back': 'Back to my devices',

  'add.prepared.title': 'Support has prepared this for you',
  'add.prepared.text':
    'Support prepared adding a phone at {time}. Only you see the code: tell it to nobody, support never asks for it.',
  'add.prepared.show': 'Go on and show the code',
  'add.underway.title': 'You have already begun',
  'add.underway.text': 'You began adding a phone at {time}. If you start anew, that one ends.',
  'add.underway.goOn': 'Go on with it',

  'add.failed': 'It was not begun',
  'add.error.not-set-up': 'This portal has not been set up for adding phones.',
  'add.error.no-place': 'No place is left: remove what you don’t use first, then try again.',
  'add.error.no-state': 'What was kept to set up a phone from is no longer there.',
  'add.error.no-phone': 'No phone that still works is in your list any more.',

  'add.qr': 'QR code for the {brand} app. The typed code and the link below do the same.',
  'add.orType': 'or type',
  'add.openHere': 'Open it on this phone',
  'add.validFor': 'valid for',
  'add.codeOver': 'The code is no longer valid.',
  'add.codeUsed': 'The code has been used. It can’t be used again.',
  'add.codeElsewhere':
    'The code is shown only in the browser where you began. Go on there, or start again here.',
  'add.again': 'Start again',
  'add.cancel': 'Cancel',
  'add.progress': 'How far it has come',
  'add.bind.title': 'On the new phone',
  'add.bind.text': 'All of this is done on the phone. This page follows along.',
  'add.makeState.title': 'First, on the old phone',
  'add.makeState.text':
    'Scan this code with the phone that still works. The code for the new phone comes after it.',

  'add.step.scan.now': 'Scan the code with the {brand} app',
  'add.step.scan.done': 'Scanned with the {brand} app',
  'add.step.scanOld.now': 'Scan the code with the {brand} app on the old phone',
  'add.step.scanOld.done': 'Scanned with the old phone',
  'add.step.signIn.now': 'Sign in on the phone',
  'add.step.signIn.done': 'Signed in on the phone',
  'add.step.face.now': 'Take the selfie on the phone',
  'add.step.face.done': 'Face recognised on the phone',
  'add.step.list.now': 'The phone appears in your list',
  'add.step.list.done': 'The phone is in your list',
  'add.step.compare.now': 'Compare the code on both screens',
  'add.step.make.now': 'The old phone makes a temporary backup',
  'add.step.make.done': 'The temporary backup is made',
  'add.step.newPhone.now': 'Go on with the new phone',
  'add.stepDone': 'Done:',
  'add.hint.scan': 'Use the phone’s camera, or the app itself.',
  'add.hint.scanOld': 'Use the phone’s camera, or the app itself.',
  'add.hint.signIn': 'The app asks for your usual sign-in.',
  'add.hint.face': 'Waiting for the face check. Nothing to do here.',
  'add.hint.list': 'Asking the service. Nothing to do here.',
  'add.hint.make': 'Waiting for the old phone. Nothing to do here.',
  'add.faceHelp': 'Face not recognised? Better light and no glasses usually help.',
  'add.failureCode': 'For support: error code {code}, at {time}',

  'add.notFresh': 'The connection is interrupted; what you see may be old. Trying again by itself.',
  'add.signedOut': 'Your sign-in has ended. What you began goes on; sign in again to follow it.',

  'add.stage.waiting': 'Waiting for the code to be scanned.',
  'add.stage.opened': 'The code was scanned. Now sign in on the phone.',
  'add.stage.redeemed': 'Signed in on the phone. Now take the selfie there.',
  'add.stage.redeemedOld': 'Signed in on the old phone. It makes a temporary backup now.',
  'add.stage.passed': 'The face was recognised. Waiting for the phone to appear in your list.',

  'add.end.listed.title': 'The new phone is in your list',
  'add.end.listed.text': 'The service shows it since {time}.',
  'add.end.stored.title': 'The old phone is done',
  'add.end.stored.text':
    'Its temporary backup is in safe keeping and waits for the new phone. Take the new phone now: the backup is kept for a short time only, and it is destroyed once the new phone has fetched it.',
  'add.end.stored.go': 'Show the code for the new phone',
  'add.end.expired.title': 'The code was not used in time',
  'add.end.expired.text':
    'A code is valid for ten minutes, and no longer than the backup it is for. It can’t be used any more, and nothing was added. Start again when the phone is at hand.',
  'add.end.cancelled.title': 'You cancelled it',
  'add.end.cancelled.text': 'The code can’t be used any more, and nothing was added.',
  'add.end.superseded.title': 'You have started anew since',
  'add.end.superseded.text':
    'The code that was shown here can’t be used any more. Go on where you started last.',
  'add.end.superseded.used':
    'The code had been used before. Should its phone still appear in your list and not be yours, undo.',
  'add.end.unseen.title': 'No new phone has appeared',
  'add.end.unseen.text':
    'The code was used, but for half an hour no new phone was to be seen in your list. Nothing more happens here. If you didn’t use the code yourself, look at your list, and ask {contact}.',
  'add.end.unseenOld.title': 'The old phone sent no backup',
  'add.end.unseenOld.text':
    'The code was used, but no temporary backup arrived in time. Nothing was added. Start again with both phones at hand.',
  'add.end.undone.title': 'It is undone',
  'add.end.undone.text':
    'Your other sign-ins to this portal were ended. The phone’s removal has a receipt, which says how far it is; should the service fail, the portal tries again for a day.',
  'add.end.undone.early':
    'The code can’t be used any more, and your other sign-ins to this portal were ended. Should a new phone appear in your list within a day, the portal has it removed; if it can’t tell which one is meant, you are told.',
  'add.end.undone.old':
    'The code can’t be used any more, and your other sign-ins to this portal were ended.',
  'add.end.undone.backup':
    'The recovery backup that was fetched is no longer kept here. Remove it from your list, and make a new one with the app.',
  'add.end.undone.receipt': 'To the receipt',

  'add.compare.title': 'Compare the code',
  'add.compare.text': 'The app on the new phone shows the same code. If it is another, undo.',
  'add.compare.none': 'The service lists no code for this phone, so there is none to compare.',
  'add.tryOnce.title': 'Try it once',
  'add.tryOnce.text':
    'Sign in with the new phone now, while you still have another way in. Then you know that it works.',
  'add.done': 'It matches, I’m done',
  'add.doneNoCode': 'I’m done',
  'add.undo': 'That wasn’t me: undo',
  'add.undo.listed':
    'Undoing removes the new phone at once and ends your other sign-ins to this portal.',
  'add.undo.backup':
    'It also destroys the recovery backup that set up this phone, because its code was used. Make a new backup in the app afterwards.',
  'add.undo.early':
    'Not your phone? Undoing ends this at once, ends your other sign-ins to this portal, and removes the phone as soon as it appears.',
  'add.undo.old':
    'Not your doing? Undoing ends this at once, and ends your other sign-ins to this portal.',
  'add.undo.over': 'It can be undone here for a day. After that, remove the phone from your list.',
  'add.undo.pending': 'Undoing…',
  'add.undo.undone': 'It is undone.',
  'add.undo.too-late': 'It can’t be undone here any more. Remove the phone from your list.',
  'add.undo.failed': 'It was not undone: {problem}',
} as const
