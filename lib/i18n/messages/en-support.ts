// What the support desk says on pages of its own.

export const enSupport = {
  'nav.support': 'Support desk',
  'nav.trail': 'Trail',
  'nav.role.support': 'support',
  'nav.role.auditor': 'auditor',

  'desk.page': 'Support desk',
  'desk.title': 'Whom are you helping?',
  'desk.find.by': 'What do you have?',
  'desk.find.by.name': 'Name or e-mail address',
  'desk.find.by.recognize-id': 'Recognize ID',
  'desk.find.by.external-id': 'External user ID',
  'desk.find.text': 'Type it here',
  'desk.find.hint':
    'The beginning of a name, or a whole e-mail address, of somebody who has signed in here. Every search is kept in the trail.',
  'desk.find.submit': 'Find',
  'desk.find.pending': 'Looking…',
  'desk.find.results': 'Found',
  'desk.find.exact': 'exact match',
  'desk.find.begins': 'begins like this',
  'desk.find.none.name':
    'Nobody who has signed in here has a name that begins so, or exactly this e-mail address.',
  'desk.find.none.recognize-id':
    'The Recognize service doesn’t know this ID. An ID is made of 0 to 9 and A to F; check it with the caller.',
  'desk.find.none.external-id':
    'The Recognize service knows nobody by exactly this external user ID. Look for spaces before or after it.',
  'desk.find.limited': {
    one: 'That was a lot of searching. Go on in {count} second.',
    other: 'That was a lot of searching. Go on in {count} seconds.',
  },
  'desk.find.blankEnds':
    'This external user ID begins or ends with a space or a character that can’t be seen. Type it without: it must be exact.',
  'desk.find.failed': 'It could not be looked up',
  'desk.find.open': 'Help',
  'desk.find.openNamed': 'Help {name}',
  'desk.find.identities': { one: '{count} identity', other: '{count} identities' },
  'desk.find.notInRecognize': 'Has signed in here, but is not known to Recognize.',

  'desk.cannot.title': 'What support can’t do',
  'desk.cannot.lockout':
    'Lift or shorten a face lock-out (error codes 523, 30007 and 3007). It ends by itself, and covers web and phone. {rule}',
  'desk.cannot.states': 'See, copy or send client states, keys, or the code that adds a phone.',
  'desk.cannot.rename': 'Rename devices. Names are the person’s own.',
  'desk.cannot.alone':
    'Take somebody’s last phone or last backup alone: a second agent must agree.',

  'desk.acting': 'You are **acting for {name}**',
  'desk.conflict':
    '**More than one account was seen with this identity:** {names} too. You act for the one that proved it last. Make sure which of them is calling. All of them are told by mail.',
  'desk.unknownPerson': 'somebody who has never signed in here',
  'desk.recognizeId': 'Recognize ID {id}',
  'desk.seen': 'last signed in here {when}',
  'desk.stop': 'Stop acting',
  'desk.devices': 'Devices of {name}',
  'desk.devicesUnknown': 'Their devices',
  'desk.addFor': 'Prepare adding a phone',
  'desk.history': 'What happened',
  'desk.refused.title': 'This is not for you',
  'desk.refused.text':
    'Only support staff can use this page, and never for their own devices. If you should be able to, sign out and in again, or ask whoever gives out roles.',
  'desk.back': 'Back to the support desk',
  'desk.notFound.title': 'Not in their list',
  'desk.notFound.text':
    'There is nothing with this address that belongs to this person. What was removed can’t be removed again; its receipt stands under “Removed”.',

  'desk.ticket': 'Ticket',
  'desk.ticketHint': 'The reference of this call, 1 to 40 characters.',
  'desk.callNumber': 'Call number',
  'desk.callNumberHint':
    'Ask the caller to sign in, to open “Call number” under “Where you are signed in”, and to read out the six digits. If they can’t sign in, leave it empty and tick the box.',
  'desk.verified': 'I have verified in another way that the caller is this person',
  'desk.missing.reason': 'Say first what happened to it.',
  'desk.missing.ticket':
    'A ticket reference is needed: 1 to 40 visible characters, with a letter or digit.',
  'desk.missing.not-verified':
    'Type the caller’s call number, or tick the box once you have verified the caller in another way.',
  'desk.missing.call-number': 'The call number has six digits. Type it anew, or leave it empty.',
  'desk.missing.wrong-number':
    'This is not the person’s call number now, or it was used already. Ask for the present one: it changes every 30 seconds. If it stays wrong, the caller may be somebody else.',
  'desk.missing.number-limit':
    'Too many wrong call numbers were typed for this person today. Stop here, and ask the head of the desk. The auditors were told.',

  'desk.second.title': 'This takes a second agent',
  'desk.second.text':
    'A colleague must approve it within ten minutes. You see their answer here at once.',
  'desk.second.waits':
    'If they approve while the service isn’t answering, the removal waits until it is back.',
  'desk.second.ask': 'Ask a second agent',
  'desk.second.pending': 'Asking…',
  'desk.second.failed': 'Nobody was asked',
  'desk.second.not-needed':
    'This doesn’t take a second agent any more. Look again, then remove it.',
  'desk.second.refused': 'For this reason the last one stays: something new must be set up first.',
  'desk.second.asked-already':
    'Another agent, or you with other words, has asked for this device already. See the open requests.',

  'desk.approvals': 'Waiting for a second agent',
  'desk.approvals.none': 'Nothing is waiting.',
  'desk.approvals.own': 'asked by you',
  'desk.approvals.by': 'asked by {name}',
  'desk.approvals.open': 'Look at the request about {name}',
  'desk.approvals.look': 'Look',
  'desk.approvals.stale': 'This list could not be refreshed: {problem}',

  'desk.approval.page': 'Request',
  'desk.approval.title.own': 'Waiting for a second agent',
  'desk.approval.title.open': 'Approve this removal?',
  'desk.approval.title.approved': 'Approved',
  'desk.approval.title.declined': 'Declined',
  'desk.approval.title.expired': 'Nobody decided in time',
  'desk.approval.title.failed': 'Approved, but not removed',
  'desk.approval.left': {
    one: '{count} second left to decide',
    other: '{count} seconds left to decide',
  },
  'desk.approval.minutes': {
    one: '{count} minute left to decide',
    other: '{count} minutes left to decide',
  },
  'desk.approval.ownText':
    'You can’t decide your own request. Ask a colleague to open the support desk: it stands there under “{list}”. This page updates itself.',
  'desk.approval.openText':
    '{name} has verified the caller and asks to remove this device. Approving removes it in their name: at once, or as soon as the Recognize service is back if it isn’t answering.',
  'desk.approval.removing':
    '{name} approved it at {time}. It is being removed; this page updates itself.',
  'desk.approval.approved':
    '{name} approved it at {time}. The receipt says what became of the removal.',
  'desk.approval.declined': '{name} declined it at {time}. Nothing was removed.',
  'desk.approval.expired':
    'The ten minutes were over at {time}. Nothing was removed. Ask again if it is still needed.',
  'desk.approval.failed.changed':
    'By the time of the approval more would have been lost than the request said. Nothing was removed. Look again, then ask anew.',
  'desk.approval.failed.requester-gone':
    'Whoever asked isn’t signed in as support any more. Nothing was removed.',
  'desk.approval.failed.not-found': 'The device is not in the person’s list any more.',
  'desk.approval.failed.not-removable':
    'The service sent no key for it, so it can’t be removed here.',
  'desk.approval.failed.in-progress':
    'Another removal for this person was running. Nothing was removed. Ask again.',
  'desk.approval.failed.service-down':
    'The Recognize service could not be asked. Nothing was removed. Ask again later.',
  'desk.approval.failed.interrupted':
    'The portal was interrupted in between. Look at the person’s devices, and ask again if it is still there.',
  'desk.approval.person': 'Person',
  'desk.approval.askedBy': 'Asked by',
  'desk.approval.ticket': 'Ticket',
  'desk.approval.verified': 'Caller',
  'desk.approval.verifiedText.number-matched': 'verified by {name}: the call number matched',
  'desk.approval.verifiedText.agents-word': 'verified by {name}: the agent’s word',
  'desk.approval.account': '{name} ({account})',
  'desk.approval.device': 'Device',
  'desk.approval.approve': 'Approve and remove',
  'desk.approval.decline': 'Decline',
  'desk.approval.receipt': 'See the receipt',
  'desk.approval.again': 'Back to their devices',
  'desk.approval.error.own': 'You can’t decide your own request.',
  'desk.approval.error.over': 'This was decided by somebody else, or too late.',
  'desk.approval.error.failed': 'It was approved, but nothing was removed: see below.',
  'desk.approval.error': 'Your decision was not taken',

  'desk.prepare.title': 'Prepare adding a phone',
  'desk.prepare.text':
    'The person goes on in their own portal within an hour, under “{add}”. The code is shown there, to them alone: you never see it, and never ask for it.',
  'desk.prepare.from': 'What is the new phone set up from?',
  'desk.prepare.from.backup': 'Their recovery backup',
  'desk.prepare.from.old-phone': 'A phone of theirs that still works',
  'desk.prepare.submit': 'Prepare it',
  'desk.prepare.pending': 'Preparing…',
  'desk.prepare.failed': 'Nothing was prepared',
  'desk.prepare.done.title': 'Prepared',
  'desk.prepare.done':
    'Ask the person to sign in to {address} and to open “{add}”. It is ready for them until {time}.',
  'desk.prepare.error.person-unknown':
    'Nobody has signed in here with this identity yet, so there is nobody to show a code to. Ask the person to sign in once, then prepare it.',
  'desk.prepare.error.not-set-up': 'Adding phones is not set up in this portal.',
  'desk.prepare.error.no-place': 'All places are used. Remove what the person doesn’t use first.',
  'desk.prepare.error.no-state':
    'No recovery backup is kept here for this person that could be used. Try a phone that still works.',
  'desk.prepare.error.no-phone': 'No phone of this person still works.',
} as const
