import { enAdd } from './en-add'
import { enApi } from './en-api'
import { enConfirm } from './en-confirm'
import { enSupport } from './en-support'
import { enSupportVoice } from './en-support-voice'
import { enHistory } from './en-history'
import { enNotifications } from './en-notifications'
import { enSignInRefused } from './en-sign-in-refused'
import { enSdkErrors } from './en-sdk-errors'
import { enSessions } from './en-sessions'

// Every text a person can see, in English. A value is a text or, where a number decides, its plural forms.
// `{name}` is filled in; what stands between ** and ** is emphasised.

export const en = {
  ...enAdd,
  ...enApi,
  ...enConfirm,
  ...enSupport,
  ...enSupportVoice,
  ...enHistory,
  ...enNotifications,
  ...enSignInRefused,
  ...enSdkErrors,
  ...enSessions,

  'brand.portal': 'Your devices',
  'nav.skip': 'Skip to the content',
  'nav.label': 'Main',
  'nav.devices': 'Devices',
  'nav.history': 'History',
  'nav.signIns': 'Sign-ins',
  'nav.signOut': 'Sign out',
  'theme.label': 'Appearance',
  'theme.system': 'System',
  'theme.light': 'Light',
  'theme.dark': 'Dark',
  'footer.help': 'Need help? {contact}',

  'landing.title': 'The devices that can sign you in',
  'landing.text':
    'See every phone and recovery backup bound to your identity, remove a lost one, and know that it is really gone.',
  'landing.signIn': 'Sign in',
  'landing.ended': 'You are not signed in, or your sign-in has ended. Sign in to go on.',
  'landing.noPhone': 'Lost your phone? You don’t need it to sign in here.',

  'signedOut.title': 'You are signed out',
  'signedOut.text': 'Your sign-in to this portal has ended on this browser.',
  'signedOut.provider':
    'You may still be signed in at your sign-in service. On a shared computer, sign out there too.',
  'signedOut.providerButton': 'Sign out there too',
  'signedOut.again': 'Sign in again',
  'signedOut.since': 'You signed in again in this browser after you had signed out.',
  'signedOut.providerDown':
    'Your sign-in service doesn’t answer, so you may still be signed in there. Try again in a minute.',
  'landing.signedOut': 'You are signed out here and at your sign-in service.',

  'page.devices': 'Your devices',
  'page.device': 'Device',
  'page.remove': 'Remove',
  'page.cleanUp': 'Clean-up',
  'page.receipt': 'Receipt',
  'page.notFound': 'Not found',

  'coverage.unsure': 'We can’t say yet whether you **could still get in** without your phone.',
  'coverage.unsureWithout':
    'If you lost your **{lost}**, we can’t say yet whether you **could still get in**.',
  'coverage.compare': 'Find out which one is your phone',
  'coverage.none-none':
    'You have no phone and no recovery backup here with which you **could still get in**.',
  'coverage.none-one':
    'You have no phone set up. You **could still get in** on a new phone with {backup}.',
  'coverage.none-many':
    'You have no phone set up. You **could still get in** on a new phone with {backup}, or an older one.',
  'coverage.one-none':
    'If you lost your **{lost}**, there is nothing else with which you **could still get in**.',
  'coverage.one-one': 'If you lost your **{lost}**, you could still get in with {backup}.',
  'coverage.one-many':
    'If you lost your **{lost}**, you could still get in with {backup}, or an older one.',
  'coverage.many-none': 'If you lost your **{lost}**, you could still get in with {phones}.',
  'coverage.many-one':
    'If you lost your **{lost}**, you could still get in with {phones}, and with {backup}.',
  'coverage.many-many':
    'If you lost your **{lost}**, you could still get in with {phones}, and with {backup}.',
  'coverage.phone': 'your **{name}**',
  'coverage.samePhone': 'your **other {name}**',
  'coverage.phones': {
    one: '**{count} other phone**',
    other: '**{count} other phones**',
  },
  'coverage.backup': 'a **recovery backup** from {date}',
  'coverage.undatedBackup': 'a **recovery backup**',
  'coverage.gapBackup':
    'You have no recovery backup. Ask {contact} how to create one: it lets you in when no phone is left.',
  'coverage.gapPhone': 'Set up the app on a phone to use your backup.',
  'coverage.gapBoth': 'To get in again, ask {contact}.',
  'coverage.uncertain': {
    one: '{count} more device is listed. The service doesn’t say whether it is a phone or a backup, so it isn’t counted.',
    other:
      '{count} more devices are listed. The service doesn’t say whether they are phones or backups, so they aren’t counted.',
  },
  'coverage.support': 'support',
  'coverage.checked': 'Checked with the service at {when}',
  'coverage.asOf': 'This was so {when}. It may have changed since.',
  'coverage.refresh': 'Check again',
  'coverage.refreshing': 'Checking…',
  'waiting.asking': 'Asking the Recognize service…',
  'waiting.slow':
    'The service is slow today. It can take up to ten seconds. You need not do anything.',

  'slots.used': '**{count} of {limit}** places used',
  'slots.identity': 'Identity {number}',
  'slots.phone': { one: '{count} phone', other: '{count} phones' },
  'slots.backup': { one: '{count} backup', other: '{count} backups' },
  'slots.temporary': { one: '{count} temporary', other: '{count} temporary' },
  'slots.unknown': { one: '{count} of unknown kind', other: '{count} of unknown kind' },
  'slots.nearLimit': {
    one: 'Only {count} place is left. When none is left, no phone can be added: remove what you don’t use first.',
    other:
      'Only {count} places are left. When none is left, no phone can be added: remove what you don’t use first.',
  },
  'slots.full': 'No place is left, so no phone can be added. Remove what you don’t use first.',

  'slots.cleanUp': 'Clean up',

  'cleanUp.title.choose': 'Make room: what may go?',
  'cleanUp.title.review': 'Check what goes',
  'cleanUp.title.progress': 'Clean-up',
  'cleanUp.text.choose':
    'Tick what may go. Nothing is removed before you have checked and confirmed it.',
  'cleanUp.proposed': 'Temporary backups and the oldest others are ticked for you.',
  'cleanUp.text.review': 'This is what will be removed, one after the other, each with a receipt.',
  'cleanUp.text.progress':
    'You may close this page: the clean-up goes on, and you find it here again.',
  'cleanUp.nothing': 'There is nothing here that could go without leaving a gap.',
  'cleanUp.kept': 'Your phones and the newest backup of each kind always stay.',
  'cleanUp.keptKnown': 'What is known to be your phone stays, and so does the newest known backup.',
  'cleanUp.uncertain.choose':
    'The service doesn’t say whether these are phones or backups. The app on your phone shows a device code. Don’t tick the device with that code. Tick only what you don’t use.',
  'cleanUp.uncertain.text':
    'The service doesn’t say what some of these are. If one of them is a phone that you use, it can’t sign you in any more.',
  'cleanUp.uncertain.confirm': 'I compared the device codes. None of these is a phone that I use.',
  'cleanUp.leave': 'Leave everything as it is',
  'cleanUp.review': 'Check what goes',
  'cleanUp.change': 'Change the choice',
  'cleanUp.confirm': { one: 'Remove {count} backup', other: 'Remove {count} backups' },
  'cleanUp.confirmDevices': { one: 'Remove {count} device', other: 'Remove {count} devices' },
  'cleanUp.wait': {
    one: 'It begins {count} second after you confirm; until then you can undo all of it.',
    other: 'It begins {count} seconds after you confirm; until then you can undo all of it.',
  },
  'cleanUp.failed': 'The clean-up was not begun',
  'cleanUp.error.none': 'Nothing was ticked.',
  'cleanUp.error.changed':
    'Your list has changed since: something you ticked can’t go any more. Look at the choice again. Nothing was removed.',
  'cleanUp.error.confirm':
    'Compare the device codes, then tick the box to confirm it. Nothing was removed.',
  'cleanUp.error.in-progress':
    'Another removal is still running. Wait a moment, then confirm again. Nothing was removed.',
  'cleanUp.progress': {
    one: '**{count} of {total}** removed.',
    other: '**{count} of {total}** removed.',
  },
  'cleanUp.stopped': 'It stopped where going on would have left you without a backup.',
  'cleanUp.startsIn': { one: 'It begins in {count} second', other: 'It begins in {count} seconds' },
  'cleanUp.undo': 'Undo the rest',
  'cleanUp.undone': {
    one: '{count} removal was undone.',
    other: '{count} removals were undone.',
  },
  'cleanUp.receiptOf': 'Receipt for {name}',

  'group.phone': 'Phones',
  'group.phone.text': 'The app on these phones can sign you in with your face.',
  'group.backup': 'Recovery backups',
  'group.backup.text': 'Kept by {brand}. With your face, a backup lets you set up a new phone.',
  'group.temporary': 'Temporary backups',
  'group.temporary.text':
    'Left over from setting up a phone. You can remove them once the phone works.',
  'group.unknown': 'Phone or backup?',
  'group.unknown.text':
    'The service doesn’t say what these are, so they don’t count as a way to get in. Is one of them a phone that you have with you? Open it here and compare its device code.',
  'group.removed': 'Removed',
  'group.removed.text': 'Devices that were removed here and confirmed as gone.',
  'group.more': 'Show {count} more',
  'group.shown': '{count} of {total} shown',

  'name.ios': 'iPhone',
  'name.android': 'Android phone',
  'name.other': 'Phone',
  'name.backup': 'Backup of {date}',
  'name.undatedBackup': 'Backup',
  'name.temporary': 'Temporary of {date}',
  'name.undatedTemporary': 'Temporary backup',
  'name.unknown': 'Device of {date}',
  'name.undatedUnknown': 'Device',

  'row.added': 'added',
  'row.addedOn': 'added {date}',
  'row.noDate': 'date not known',
  'row.app': 'app {version}',
  'row.remove': 'Remove',
  'row.removeNamed': 'Remove {description}',
  'row.removing': 'Removing…',
  'row.removingNamed': 'Removing {name}…',
  'row.details': 'Details of {name}',
  'row.fingerprint': 'Fingerprint {code}',
  'row.notRemovable': 'can’t be removed here',
  'row.phoneOrBackup': 'a phone, or a backup made on one',
  'row.outside.new': 'new since your last visit',
  'row.outside.came-back': 'came back after it was removed',
  'row.disowned': 'you said: this isn’t my phone',
  'row.notKept': 'can’t be used: its key isn’t kept here',
  'row.doubt.no-state': 'the service sends no state',
  'row.doubt.impossible-date': 'its date can’t be right',
  'row.state': 'service says: {state}',
  'row.odd': 'partly unreadable',
  'row.identity': 'identity {number}',
  'row.removedOn': 'removed {date}',
  'row.scheduled': 'will be removed at {time}',
  'row.waitsForService': 'will be removed when the service is back',
  'row.notYetConfirmed': 'removal not yet confirmed',
  'row.unsure': 'removal could not be confirmed',
  'row.receipt': 'Receipt',
  'row.receiptOf': 'Receipt for {name}, removed {date}',

  'notice.cameBack': {
    one: 'A device that was removed is in your list again.',
    other: '{count} devices that were removed are in your list again.',
  },
  'notice.cameBack.remove': 'Remove {name} again',
  'notice.cameBack.text':
    'It may be able to sign in as you. Remove it again now. If it comes back once more, ask {contact}.',
  'notice.odd':
    'The service sent something we don’t understand about some devices. They are shown with what is certain.',
  'notice.noRecords':
    'The portal can’t use its own records just now. Your devices are shown as the service lists them, without the names you gave them. Removing is off until the records are back.',
  'notice.stale': 'This list was read {when} and could not be refreshed: {problem}',
  'notice.stale.later':
    'You can still ask for a removal. It is done as soon as the service is back.',
  'notice.stale.off': 'Removing is off until it can.',
  'notice.call': 'Call {number}',
  'notice.at': 'at {time}',
  'notice.on': 'on {date} at {time}',
  'notice.unknownIdentity':
    'The service doesn’t know your identity {number}, so its devices aren’t shown here. If you had any there, ask {contact}.',
  'notice.tryAgain': 'Try again',

  'empty.title': 'No devices yet',
  'empty.text':
    'Nothing is bound to your identity. Open the {brand} app on your phone and set it up; it will then appear here.',
  'notKnown.title': 'Face sign-in isn’t set up yet',
  'notKnown.text':
    'Set it up in the {brand} app on your phone. Your phone then appears here. Already done? Ask {contact}.',
  'failure.title': 'Your devices can’t be shown right now',
  'failure.reassure': 'This doesn’t mean that you have none, and nothing was changed.',
  'failure.urgent': 'Is a phone of yours lost or stolen? Ask {contact} for help now.',
  'failure.reference': 'Reference for support: {reference}',
  'ended.title': 'Your sign-in has ended',
  'ended.text': 'Sign in again to see your devices. Nothing was changed.',
  'notAllowed.title': 'Not allowed',
  'notAllowed.text': 'Your account may not do this.',

  'error.unreachable': 'The Recognize service can’t be reached.',
  'error.timeout': 'The Recognize service takes too long to answer.',
  'error.key-refused':
    'The Recognize service doesn’t accept this portal: one of its settings is wrong. It isn’t your fault, and waiting won’t help: tell support.',
  'error.not-found': 'It isn’t in your list any more.',
  'error.identity-unknown': 'Face sign-in isn’t set up yet.',
  'error.no-answer': 'The connection broke before the answer came.',
  'error.limited':
    'That was too much within a minute, so this was not done. Wait a minute, then try again.',
  'error.limited-for': {
    one: 'That was too much within a minute, so this was not done. Try again in {count} second.',
    other: 'That was too much within a minute, so this was not done. Try again in {count} seconds.',
  },
  'error.elsewhere':
    'This page was not opened under the portal’s own address. Open the portal again from its usual address.',
  'error.rejected': 'The Recognize service refused the request.',
  'error.busy': 'Too much is going on just now. Try again in a minute.',
  'error.unavailable': 'The Recognize service has a problem of its own.',
  'error.unexpected-answer': 'The Recognize service answered something we can’t rely on.',
  'error.records-down':
    'The portal can’t use its own records just now, so it changes nothing. Please try again in a few minutes.',
  'error.internal': 'Something went wrong on our side.',
  'error.signed-out': 'Your sign-in has ended.',
  'error.daily-limit':
    'You have done as much of this today as one agent may, so it was not done. Ask a colleague to go on, or the head of the desk why so much is needed. Counting starts anew at midnight UTC.',
  'error.not-allowed': 'Your account may not do this.',
  'error.not-known': 'Face sign-in isn’t set up yet.',
  'error.invalid': 'Something in the form isn’t filled in as it should be.',

  'notFound.title': 'Not in your list',
  'notFound.text':
    'There is nothing here with this address that belongs to you. A device that was removed can’t be removed again.',
  'notFound.back': 'Back to my devices',
  'noPage.title': 'Page not found',
  'noPage.text':
    'There is no page at this address. If you typed it, check it. If you followed a link, it may be old.',

  'notDone.title': 'This page was out of date',
  'notDone.other-person':
    'You are signed in as somebody else in this browser now. Nothing was done.',
  'notDone.older-page': 'This page is older than the portal. Nothing was done.',
  'notDone.kept': 'What you had chosen is kept.',
  'notDone.again': 'Load the page anew',

  'crash.title': 'Something went wrong on our side',
  'crash.text': 'Please try again. If you were removing something, look at your list first.',
  'crash.again': 'Try again',

  'device.facts': 'Facts',
  'device.kind': 'Kind',
  'device.kind.phone': 'Phone (SDK device)',
  'device.kind.backup': 'Recovery backup (Backup client state)',
  'device.kind.temporary': 'Temporary backup (Temporary client state)',
  'device.kind.unknown': 'Kind not stated',
  'device.known': 'How it is known',
  'device.known.stated': 'Stated by the service',
  'device.known.reported': 'Reported by your app',
  'device.known.created-here': 'Its state was handed in here',
  'device.known.added-here': 'It was added through this portal',
  'device.known.confirmed': 'You compared its device code and said that it is yours',
  'device.known.disowned': 'Not known. You said that it isn’t your phone',
  'device.known.not-stated': 'Not known: the service states no kind',
  'device.fingerprint': 'Fingerprint',
  'device.fingerprintHint': 'The same code as in the app on that device.',
  'device.added': 'Added',
  'device.lastSeen': 'App last heard from',
  'device.os': 'System',
  'device.sdk': 'App (SDK) version',
  'device.state': 'State',
  'name.otherSystem': 'other system',
  'name.otherVersion': 'other version',
  'name.otherState': 'other state',
  'device.stateActive': 'Active',
  'device.notStated': 'Not stated',
  'device.keptBy': 'Can be used',
  'device.keptBy.portal': 'Yes, its key is kept by this portal',
  'device.keptBy.organisation': 'Yes, its key is kept by the organisation',
  'device.keptBy.none': 'No, its key isn’t kept here',
  'device.odd': 'Not understood',
  'device.zone': 'Times of the service carry no zone; they are read as {zone}.',
  'label.title': 'Is this a phone of yours?',
  'label.text':
    'Open the app on your phone. It shows a device code. Is it this one? Your answer removes nothing. It only tells us whether this phone counts as a way to get in.',
  'label.mine': 'Yes, this is my phone',
  'label.notMine': 'No, this isn’t mine',
  'label.disowned': 'You said that this isn’t your phone. If you don’t recognise it, remove it.',
  'label.failed': 'Your answer was not saved',
  'label.kindKnown': 'We know by now what this is, so no answer is needed.',
  'device.rename': 'Your name for it',
  'device.renameHint': 'Up to 64 characters. Kept by this portal only; leave empty for none.',
  'device.renameSave': 'Save name',
  'device.renamed': 'The name is saved.',
  'device.renameFailed': 'The name was not saved',
  'device.nameInvalid': 'Use at most 64 characters, without control characters.',
  'device.history': 'History',
  'device.historyEmpty': 'Nothing has happened to it through this portal.',
  'device.historyUnreadable': 'What happened to it can’t be shown just now.',
  'device.back': 'Your devices',

  'remove.title': 'Remove {name}?',
  'remove.serviceDown.title': 'The Recognize service isn’t answering',
  'remove.serviceDown.text':
    'Ask now, and we remove the device as soon as the service is back. Until then it still works. You can undo your request in the meantime.',
  'remove.submitLater': 'Remove when the service is back',
  'remove.later': 'Ask to remove it when the service is back',
  'remove.why': 'What happened to it?',
  'remove.reason.lost': 'Lost',
  'remove.reason.stolen': 'Stolen',
  'remove.reason.sold': 'Sold or replaced',
  'remove.reason.unrecognised': 'I don’t recognise it',
  'remove.reason.tidying': 'Just tidying',
  'remove.stops': 'What stops:',
  'remove.stays': 'What stays:',
  'remove.stops.phone':
    'this phone can’t sign you in any more. It learns of it the next time it is used.',
  'remove.stops.backup': 'this backup can’t be used to set up a new phone any more.',
  'remove.stops.temporary': 'this temporary backup can’t be used any more.',
  'remove.stops.unknown':
    'whatever this is, phone or backup, can’t be used any more. A phone learns of it the next time it is used.',
  'remove.stays.some': '{left}. You could still get in.',
  'remove.stays.backupOnly': '{left}. You could still get in, on a new phone.',
  'remove.stays.none': 'nothing that is known to let you back in.',
  'remove.left.phones': { one: 'one phone', other: '{count} phones' },
  'remove.left.backups': { one: 'one recovery backup', other: '{count} recovery backups' },
  'remove.guard.last-phone': 'This is your last phone.',
  'remove.guard.last-backup': 'This is your last recovery backup.',
  'remove.guard.last-way-in': 'This may be the last thing that lets you in.',
  'remove.left.last-phone.covered':
    'Without it you can’t sign in with your face until a new phone is set up from your recovery backup.',
  'remove.left.last-phone.bare': 'After this, only {contact} can let you back in.',
  'remove.left.last-backup.covered':
    'Should you then have no phone left either, only {contact} can let you back in.',
  'remove.left.last-backup.bare': 'After this, only {contact} can let you back in.',
  'remove.left.last-way-in.covered': 'After this, only {contact} may be able to let you back in.',
  'remove.left.last-way-in.bare': 'After this, only {contact} may be able to let you back in.',
  'remove.confirm': 'I understand. Remove it anyway.',
  'remove.wayOut.last-phone':
    'It stays for now: set up your new phone in the {brand} app first, then remove this one.',
  'remove.wayOut.last-backup':
    'It stays for now: have a new recovery backup made in the {brand} app first, then remove this one.',
  'remove.wayOut.last-way-in':
    'It stays for now: set up a phone in the {brand} app first, then remove this one.',
  'remove.waits': {
    one: 'It goes {count} second after you confirm; until then you can undo it.',
    other: 'It goes {count} seconds after you confirm; until then you can undo it.',
  },
  'remove.unrecognised':
    'If somebody else added it, also tell {contact} right away. You can sign out your other portal sign-ins on the next page.',
  'remove.keep': 'Keep it',
  'remove.submit': 'Remove',
  'remove.pending': 'Removing… this can take a moment',
  'remove.failed': 'It was not removed',
  'remove.unsure': 'We don’t know yet whether it was removed',
  'remove.nothing': 'Nothing was removed.',
  'remove.error.no-answer':
    'The connection broke before the answer came. Close this and look at your list: it may be gone already.',
  'remove.error.reason': 'Say first what happened to it.',
  'remove.error.confirm': 'Tick the box to confirm that you know what will be left.',
  'remove.error.not-found':
    'It isn’t in your list. It may have been removed already; nothing else was touched.',
  'remove.error.in-progress':
    'Another removal is still running. Wait a moment, look at your list, then try again.',
  'remove.error.not-removable':
    'The service sent no key for it, so it can’t be removed from here. Ask {contact}.',

  'receipt.title.scheduled': '{name} will be removed',
  'receipt.title.running': 'Removing {name}…',
  'receipt.title.cancelled': '{name} stays',
  'receipt.title.overtaken': 'This removal of {name} was replaced',
  'receipt.title.stopped': '{name} stays',
  'receipt.title.kept': '{name} stays for now',
  'receipt.title.abandoned': '{name} could not be removed',
  'receipt.scheduled': '**It still works, and you can undo this.** Nothing has been removed yet.',
  'receipt.waited.scheduled':
    '**It still works.** The Recognize service isn’t answering. We try for a day, and remove it as soon as the service is back. First we check that you lose no more than you agreed to. If somebody else has it, ask {contact} for help now.',
  'receipt.waited.kept':
    '**It was not removed, and it still works.** The service was back at {utc} UTC ({time}), but you would have lost more than you agreed to.',
  'receipt.waited.abandoned':
    '**It was not removed, so it may still work.** We stopped trying at {utc} UTC ({time}). Ask again, or ask {contact}.',
  'receipt.heldFor': {
    one: 'It will be removed in {count} second',
    other: 'It will be removed in {count} seconds',
  },
  'receipt.heldOver': 'It is removed from {time} on, as soon as the service answers.',
  'receipt.running': '**It is being removed** since {utc} UTC ({time}).',
  'receipt.cancelled':
    '**You undid the removal in time**, at {utc} UTC ({time}). Nothing was removed.',
  'receipt.overtaken':
    '**It was asked for again, to be done at once,** at {utc} UTC ({time}); that removal has a receipt of its own.',
  'receipt.stopped':
    '**The clean-up stopped before it**, at {utc} UTC ({time}). Nothing was removed here.',
  'receipt.kept':
    '**It was not removed** when the wait was over at {utc} UTC ({time}): you would have been left without it.',
  'receipt.abandoned':
    '**It could not be removed**, and nothing was asked of the service by {utc} UTC ({time}). Look at your list and try again, or ask {contact}.',
  'receipt.updatesItself': 'This page updates itself; you may also close it.',
  'receipt.undo': 'Undo',
  'receipt.undoNamed': 'Undo the removal of {name}',
  'receipt.undo.undone': 'Undone. Nothing was removed.',
  'receipt.undo.too-late': 'Too late to undo: the receipt says what became of it.',
  'receipt.removeAgain': 'Remove it again',
  'receipt.backToCleanUp': 'Back to the clean-up',
  'receipt.title.confirmed': '{name} is removed',
  'receipt.title.not-yet-confirmed': 'The removal of {name} is accepted',
  'receipt.title.already-gone': '{name} was already gone',
  'receipt.title.refused-by-service': '{name} could not be removed',
  'receipt.title.not-sent': '{name} could not be removed',
  'receipt.title.unknown': 'We could not confirm the removal of {name}',
  'receipt.confirmed': '**Removed, confirmed by the service** at {utc} UTC ({time}).',
  'receipt.not-yet-confirmed':
    '**Accepted, not yet confirmed** at {utc} UTC ({time}): the service took the request, but its list did not show the device gone yet. We look again for a day. If it is still in your list after ten minutes, you can ask for it once more, or ask {contact}.',
  'receipt.already-gone':
    '**It was already gone** when we asked the service at {utc} UTC ({time}). Nothing else was removed.',
  'receipt.refused-by-service':
    '**It could not be removed:** the service refused at {utc} UTC ({time}). It still works. Try again, or ask {contact}.',
  'receipt.not-sent':
    '**It could not be removed:** at {utc} UTC ({time}) too much was going on, or the service was failing, so nothing was sent to it. It still works. Try again in a minute, or ask {contact}.',
  'receipt.unknown':
    '**It could not be confirmed** at {utc} UTC ({time}): the service gave no clear answer. We look again for ten minutes. If the device is still in your list after a minute, remove it once more.',
  'receipt.phoneLearns': 'The phone itself finds out the next time it is used.',
  'receipt.device': 'Device',
  'receipt.reason': 'Reason',
  'receipt.by': 'Asked for by',
  'receipt.by.person': 'you',
  'receipt.by.support': 'support, on a call with you',
  'receipt.number': 'Receipt',
  'receipt.back': 'Back to my devices',
  'receipt.addPhone': 'Add a new phone',
  'receipt.endOthers': 'Sign out my other sign-ins',
  'receipt.othersEnded': {
    one: '{count} other sign-in to this portal was ended.',
    other: '{count} other sign-ins to this portal were ended.',
  },
  'receipt.othersFailed': 'Your other sign-ins could not be ended. Please try again.',
  'receipt.save': 'Save receipt',
  'receipt.file.title': 'Receipt for a removal',
  'receipt.file.at': 'Time (UTC)',
  'receipt.file.outcome': 'Outcome',
  'outcome.scheduled': 'waits, can still be undone',
  'outcome.running': 'being removed',
  'outcome.cancelled': 'undone in time, not removed',
  'outcome.overtaken': 'replaced by a removal at once',
  'outcome.stopped': 'not removed: the clean-up stopped before it',
  'outcome.kept': 'not removed: a guard kept it',
  'outcome.abandoned': 'could not be removed, nothing was asked of the service',
  'outcome.confirmed': 'removed, confirmed by the service',
  'outcome.not-yet-confirmed': 'accepted, not yet confirmed',
  'outcome.already-gone': 'was already gone',
  'outcome.refused-by-service': 'could not be removed: the service refused',
  'outcome.not-sent': 'could not be removed: nothing was sent to the service',
  'outcome.unknown': 'could not be confirmed',
} as const
