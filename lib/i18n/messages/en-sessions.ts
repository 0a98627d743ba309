// Where somebody is signed in to this portal, and what became of it.

export const enSessions = {
  'page.signIns': 'Where you are signed in',
  'signIns.lead':
    'Every browser in which you are signed in to this portal. Ending one signs it out with its next step. Days and times are in the zone {zone}.',
  'page.callNumber': 'Call number',
  'callNumber.lead':
    'When you call support, read this number out: it shows that it’s you who calls. Tell it to nobody who calls you.',
  'callNumber.good': {
    one: 'It is good for {count} second, and for one call.',
    other: 'It is good for {count} seconds, and for one call.',
  },
  'callNumber.over': 'This number is over.',
  'callNumber.next': 'Show the current number',
  'callNumber.link': 'Calling support? Show your call number',
  'signIns.unknown':
    'Is there one you don’t know? End it, then change your password at your sign-in service.',
  'signIns.one': 'You are signed in nowhere else.',
  'signIns.this': 'this one',
  'signIns.since': 'signed in',
  'signIns.seen': 'last active',
  'signIns.end': 'End',
  'signIns.endNamed': 'End the sign-in with {name}, made {when}',
  'signIns.endOthers': 'End all others',
  'signIns.ended': {
    one: '{count} sign-in has ended.',
    other: '{count} sign-ins have ended.',
  },
  'signIns.noneEnded': 'There was no other sign-in left to end.',
  'signIns.gone': 'That sign-in had ended already.',
  'signIns.failed': 'Nothing was ended',
  'signIns.down.title': 'Your sign-ins can’t be shown right now',
  'signIns.down.text': 'You stay signed in here, and nothing was changed.',
  'signIns.on': '{browser} on {system}',
  'signIns.browserOn': 'A browser on {system}',
  'signIns.aBrowser': 'A browser',
  'signIns.browser.firefox': 'Firefox',
  'signIns.browser.edge': 'Edge',
  'signIns.browser.opera': 'Opera',
  'signIns.browser.samsung': 'Samsung Internet',
  'signIns.browser.chrome': 'Chrome',
  'signIns.browser.safari': 'Safari',
  'signIns.system.windows': 'Windows',
  'signIns.system.android': 'Android',
  'signIns.system.ios': 'iPhone or iPad',
  'signIns.system.macos': 'Mac',
  'signIns.system.chromeos': 'ChromeOS',
  'signIns.system.linux': 'Linux',

  'history.sign-in-ended.self': {
    one: 'Another sign-in to this portal was ended',
    other: 'Other sign-ins to this portal were ended: {count}',
  },
  'history.sign-in-ended.provider': {
    one: 'A sign-in to this portal was ended by the sign-in service',
    other: 'Sign-ins to this portal were ended by the sign-in service: {count}',
  },
  'history.sign-in-ended.operator': {
    one: 'A sign-in to this portal was ended by whoever runs it',
    other: 'Sign-ins to this portal were ended by whoever runs it: {count}',
  },
  'history.all-sign-ins-ended': 'Everybody’s sign-ins to this portal were ended',
  'history.sign-ins-ended-by-support': 'Support ended all your sign-ins to this portal',
  'history.trail.sign-ins-ended-by-support':
    'Ended all portal sign-ins of the person, caller verified: {why}',
  'history.ended.asked': 'the person asks for it',
  'history.ended.lost': 'a computer or phone of theirs is lost or stolen',
  'history.ended.intruder': 'somebody else may be signed in as them',
  'trail.type.sign-in-ended': 'Sign-ins were ended',
  'trail.type.all-sign-ins-ended': 'Everybody’s sign-ins were ended',
  'trail.type.sign-ins-ended-by-support': 'Support ended a person’s sign-ins',

  'desk.signIns': 'Portal sign-ins',
  'desk.signIns.count': {
    one: 'Signed in to this portal in **{count} browser**.',
    other: 'Signed in to this portal in **{count} browsers**.',
  },
  'desk.signIns.none': 'Not signed in to this portal anywhere.',
  'desk.signIns.open': 'End all their sign-ins',
  'desk.endSignIns.title': 'End all their portal sign-ins?',
  'desk.endSignIns.text':
    'Every browser in which they are signed in to this portal is signed out with its next step. Their devices stay as they are. They are told by mail, and can sign in again: whoever knows their password can, too.',
  'desk.endSignIns.why': 'Why?',
  'desk.endSignIns.why.asked': 'The person asks for it',
  'desk.endSignIns.why.lost': 'A computer or phone of theirs is lost or stolen',
  'desk.endSignIns.why.intruder': 'Somebody else may be signed in as them',
  'desk.endSignIns.missing': 'Say first why.',
  'desk.endSignIns.submit': 'End all their sign-ins',
  'desk.endSignIns.pending': 'Ending…',
  'desk.endSignIns.failed': 'Nothing was ended',
  'desk.endSignIns.done': {
    one: '{count} sign-in has ended.',
    other: '{count} sign-ins have ended.',
  },
  'desk.endSignIns.unknown':
    'Nobody has signed in to this portal with this identity, so there is nothing to end.',

  'mail.sign-ins-ended.subject': '{brand}: support signed you out everywhere',
  'mail.sign-ins-ended.text':
    'Support has ended all your sign-ins to the portal, on a request made in your name. Your devices stay as they are. To go on, sign in again.',
} as const
