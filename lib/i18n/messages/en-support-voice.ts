// The message behind each `desk:` as agents read it: they look at somebody else's devices through the same components
// (catalogue.ts, inDeskVoice).

export const enSupportVoice = {
  'desk:coverage.unsure': 'It can’t be said yet whether this person **could still get in**.',
  'desk:coverage.unsureWithout':
    'Without their **{lost}**, it can’t be said yet whether they **could still get in**.',
  'desk:coverage.none-none':
    'This person has no phone and no recovery backup here with which they **could still get in**.',
  'desk:coverage.none-one':
    'This person has no phone set up. They **could still get in** on a new phone with {backup}.',
  'desk:coverage.none-many':
    'This person has no phone set up. They **could still get in** on a new phone with {backup}, or an older one.',
  'desk:coverage.one-none':
    'Without their **{lost}**, there is nothing else with which they **could still get in**.',
  'desk:coverage.one-one': 'Without their **{lost}**, they could still get in with {backup}.',
  'desk:coverage.one-many':
    'Without their **{lost}**, they could still get in with {backup}, or an older one.',
  'desk:coverage.many-none': 'Without their **{lost}**, they could still get in with {phones}.',
  'desk:coverage.many-one':
    'Without their **{lost}**, they could still get in with {phones}, and with {backup}.',
  'desk:coverage.many-many':
    'Without their **{lost}**, they could still get in with {phones}, and with {backup}.',
  'desk:coverage.phone': 'their **{name}**',
  'desk:coverage.samePhone': 'their **other {name}**',
  'desk:coverage.gapBackup':
    'There is no recovery backup. One is made by the app on a phone that works.',
  'desk:coverage.gapPhone': 'A phone can be set up from their backup: prepare it for them.',
  'desk:coverage.gapBoth': 'To get in again they need the organisation’s identity check.',
  'desk:group.phone.text': 'The app on these phones can sign them in with their face.',
  'desk:group.backup.text':
    'Backup client states, kept by {brand}. With their face, one lets them set up a new phone.',
  'desk:group.temporary.text':
    'Temporary client states, left over from setting up a phone. They can go once the phone works.',
  'desk:row.outside.new': 'new since their last visit',
  'desk:notice.cameBack': {
    one: 'A device that was removed is in their list again.',
    other: '{count} devices that were removed are in their list again.',
  },
  'desk:notice.cameBack.text':
    'It may be able to sign in as them. Remove it again now. If it comes back once more, something outside this portal adds it.',
  'desk:notice.noRecords':
    'The portal can’t use its own records just now. Removing is off until they are back.',
  'desk:notice.unknownIdentity':
    'The service doesn’t know this person’s identity {number}, so its devices aren’t shown.',
  'desk:empty.text': 'Nothing is bound to this identity.',
  'desk:notKnown.title': 'Not known to Recognize',
  'desk:notKnown.text':
    'The Recognize service doesn’t know this identity. Check the ID with the caller.',
  'desk:failure.title': 'This can’t be shown right now',
  'desk:failure.reassure': 'This doesn’t mean that there are no devices, and nothing was changed.',
  'desk:failure.urgent':
    'There is nothing from the last hour to show instead, and nothing can be removed yet.',
  'desk:ended.text': 'Sign in again to go on. Nothing was changed.',
  'desk:error.not-found': 'It isn’t in their list any more.',
  'desk:error.identity-unknown': 'The Recognize service doesn’t know this identity.',
  'desk:error.not-allowed': 'You may not do this, or not for this person.',
  'desk:remove.serviceDown.text':
    'You see the last list that was read. Ask now, and the portal removes the device as soon as the service is back. Until then it still works: tell the caller. They can undo it in their own portal.',
  'desk:remove.why': 'What does the caller say?',
  'desk:remove.stops.phone':
    'this phone can’t sign them in any more. It learns of it the next time it is used.',
  'desk:remove.stays.some': '{left}. They could still get in.',
  'desk:remove.stays.backupOnly': '{left}. They could still get in, on a new phone.',
  'desk:remove.stays.none': 'nothing that is known to let them back in.',
  'desk:remove.guard.last-phone': 'This is their last phone.',
  'desk:remove.guard.last-backup': 'This is their last recovery backup.',
  'desk:remove.guard.last-way-in': 'This may be the last thing that lets them in.',
  'desk:remove.left.last-phone.covered':
    'Without it they can’t sign in with their face until a new phone is set up from their recovery backup.',
  'desk:remove.left.last-phone.bare': 'After this, only the identity check can let them back in.',
  'desk:remove.left.last-backup.covered':
    'Should they then have no phone left either, only the identity check can let them back in.',
  'desk:remove.left.last-backup.bare': 'After this, only the identity check can let them back in.',
  'desk:remove.left.last-way-in.covered':
    'After this, perhaps only the identity check can let them back in.',
  'desk:remove.left.last-way-in.bare':
    'After this, perhaps only the identity check can let them back in.',
  'desk:remove.wayOut.last-phone':
    'For this reason it stays: have them set up the new phone in the {brand} app first.',
  'desk:remove.wayOut.last-backup':
    'For this reason it stays: have them make a new recovery backup in the {brand} app first.',
  'desk:remove.wayOut.last-way-in':
    'For this reason it stays: have them set up a phone in the {brand} app first.',
  'desk:remove.waits': {
    one: 'It goes {count} second after you confirm; until then the person can undo it.',
    other: 'It goes {count} seconds after you confirm; until then the person can undo it.',
  },
  'desk:remove.unrecognised':
    'Somebody else may have added it: follow your procedure for fraud as well, and have the person look at their history.',
  'desk:remove.error.no-answer':
    'The connection broke before the answer came. Look at their list: it may be gone already.',
  'desk:remove.error.not-found':
    'It isn’t in their list. It may have been removed already; nothing else was touched.',
  'desk:remove.error.in-progress':
    'Another removal for this person is still running. Wait a moment, look at their list, then try again.',
  'desk:remove.error.not-removable':
    'The service sent no key for it, so it can’t be removed from here.',
  'desk:receipt.scheduled':
    '**It still works, and the person can undo this** in their own portal. Nothing has been removed yet.',
  'desk:receipt.waited.scheduled':
    '**It still works.** The Recognize service isn’t answering. The portal tries for a day, and removes it as soon as the service is back. First it checks that they lose no more than was agreed to. The person can undo this in their own portal.',
  'desk:receipt.waited.kept':
    '**It was not removed, and it still works.** The service was back at {utc} UTC ({time}), but they would have lost more than was agreed to.',
  'desk:receipt.waited.abandoned':
    '**It was not removed, so it may still work.** The portal stopped trying at {utc} UTC ({time}). Ask for it again.',
  'desk:receipt.cancelled':
    '**The removal was undone in time**, at {utc} UTC ({time}). Nothing was removed.',
  'desk:receipt.kept':
    '**It was not removed** when the wait was over at {utc} UTC ({time}): they would have been left without it.',
  'desk:receipt.abandoned':
    '**It could not be removed**, and nothing was asked of the service by {utc} UTC ({time}). Look at their list and try again.',
  'desk:receipt.not-yet-confirmed':
    '**Accepted, not yet confirmed** at {utc} UTC ({time}): the service took the request, but its list did not show the device gone yet. The portal looks again for a day.',
  'desk:receipt.refused-by-service':
    '**It could not be removed:** the service refused at {utc} UTC ({time}). It still works. Try again.',
  'desk:receipt.not-sent':
    '**It could not be removed:** at {utc} UTC ({time}) too much was going on, or the service was failing, so nothing was sent to it. It still works. Try again in a minute.',
  'desk:receipt.unknown':
    '**It could not be confirmed** at {utc} UTC ({time}): the service gave no clear answer. The portal looks again for ten minutes. If the device is still in their list after a minute, remove it once more.',
  'desk:receipt.by.person': 'the person',
  'desk:receipt.by.support': 'support',
  'desk:receipt.back': 'Back to their devices',
  'desk:activity.by.person': 'The person',
  'desk:history.device-labelled.mine': 'The person said that this is their phone',
  'desk:history.device-labelled.not-mine': 'The person said that this isn’t their phone',
  'desk:history.removal-by-support': 'Support acted on a call: {reason}',
  'desk:history.person-looked-up': 'Support looked this person up',
  'desk:history.person-viewed': 'Support looked at these devices',
  'desk:history.activation-prepared': 'Support prepared adding a phone',
  'desk:device.known.reported': 'Reported by their app',
  'desk:device.known.confirmed': 'They compared its device code and said that it is theirs',
  'desk:device.known.disowned': 'Not known. They said that it isn’t their phone',
  'desk:row.disowned': 'they said: this isn’t my phone',
  'desk:group.unknown.text':
    'The service doesn’t say what these are, so they don’t count as a way to get in. The person can open one and compare its device code with the one in their app.',
  'desk:device.back': 'Their devices',
  'desk:notFound.back': 'Back to the support desk',
} as const
