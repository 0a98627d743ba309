// What people are told away from the portal, by mail: plain text, no emphasis.

export const enNotifications = {
  'notice.phone-added.subject': '{brand}: a phone was added',
  'notice.phone-added.text': 'A phone was added to your identity. It can sign you in now.',
  'notice.recovered.subject': '{brand}: a phone was added from your recovery backup',
  'notice.recovered.text':
    'A phone was added to your identity from your recovery backup, without the help of another phone. It can sign you in now.',
  'notice.phone-undone.subject': '{brand}: a phone that wasn’t yours is being removed',
  'notice.phone-undone.text':
    'You, or somebody signed in as you, said that a phone which was just added to your identity wasn’t theirs. It is being removed, and your other sign-ins to the portal were ended.',
  'notice.early-undone.subject': '{brand}: adding a phone was stopped',
  'notice.early-undone.text':
    'You, or somebody signed in as you, said that it wasn’t them who was adding a phone to your identity. No such phone is in your list so far. If one appears within a day, the portal removes it; if it can’t tell which one it is, you get a message instead. Your other sign-ins to the portal were ended.',
  'notice.old-undone.subject': '{brand}: making a temporary backup was stopped',
  'notice.old-undone.text':
    'You, or somebody signed in as you, said that it wasn’t them who had an old phone make a temporary backup. That attempt is over, no phone was added by it, and your other sign-ins to the portal were ended.',
  'notice.recovery-started.subject': '{brand}: your recovery backup was fetched',
  'notice.recovery-started.text':
    'Somebody signed in as you has fetched your recovery backup with an app, to set up a phone with it. The phone still has to pass a face check. You get another message when it is added.',
  'notice.phone-removed-unrecognised.subject': '{brand}: a device you didn’t recognise is gone',
  'notice.gone.phone':
    'A phone was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'notice.gone.backup':
    'A recovery backup was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'notice.gone.temporary':
    'A temporary backup was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'notice.gone.unknown':
    'A device was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'notice.removed-by-support.subject': '{brand}: support is removing a device for you',
  'notice.bySupport.phone':
    'Support is removing a phone from your identity, on a request made in your name. What becomes of it stands in your history in the portal.',
  'notice.bySupport.backup':
    'Support is removing a recovery backup from your identity, on a request made in your name. What becomes of it stands in your history in the portal.',
  'notice.bySupport.temporary':
    'Support is removing a temporary backup from your identity, on a request made in your name. What becomes of it stands in your history in the portal.',
  'notice.bySupport.unknown':
    'Support is removing a device from your identity, on a request made in your name. What becomes of it stands in your history in the portal.',
  'notice.device-appeared.subject': '{brand}: a new device is in your list',
  'notice.device-appeared.phone':
    'A phone was added to your identity. It wasn’t added in the portal. It may be able to sign in as you.',
  'notice.device-appeared.backup':
    'A recovery backup was added to your identity. It wasn’t added in the portal. A phone may be set up with it.',
  'notice.device-appeared.temporary':
    'A temporary backup was added to your identity. It wasn’t added in the portal. A phone may be set up with it.',
  'notice.device-appeared.unknown':
    'A device was added to your identity. It wasn’t added in the portal. It may be a phone that can sign in as you.',
  'notice.device-came-back.subject': '{brand}: a device that was removed is back',
  'notice.device-came-back.phone':
    'A phone was removed from your identity. The service lists it again. It may be able to sign in as you.',
  'notice.device-came-back.backup':
    'A recovery backup was removed from your identity. The service lists it again. A phone may be set up with it.',
  'notice.device-came-back.temporary':
    'A temporary backup was removed from your identity. The service lists it again. A phone may be set up with it.',
  'notice.device-came-back.unknown':
    'A device was removed from your identity. The service lists it again. It may be a phone that can sign in as you.',
  'notice.phone-prepared.subject': '{brand}: support prepared adding a phone',
  'notice.phone-prepared.text':
    'Support prepared that you add a phone, on a request made in your name. Nothing is added until you go on yourself in the portal, within an hour. Tell nobody the code that it shows.',
  'notice.mail.undo': 'It is removed at {time} UTC. Until then you can undo it in the portal.',
  'notice.mail.waits':
    'The Recognize service doesn’t answer just now, so the device still works. It is removed as soon as the service is back. Until then you can undo it in the portal.',
  'notice.agent-alarm.subject': '{brand}: an agent does unusually much',
  'notice.agent-alarm.looks':
    'The agent {account} has looked at {count} people today. The limit is {limit}.',
  'notice.agent-alarm.found':
    'Searches have shown {count} people to the agent {account} today. The limit is {limit}.',
  'notice.agent-alarm.removals':
    'The agent {account} has asked for {count} removals today. The limit is {limit}.',
  'notice.agent-alarm.preparations':
    'The agent {account} has prepared {count} phones today. The limit is {limit}.',
  'notice.agent-alarm.ended-sessions':
    'The agent {account} has signed {count} people out today. The limit is {limit}.',
  'notice.agent-alarm.wrong-numbers':
    'The agent {account} has typed {count} wrong call numbers for one person today. The limit is {limit}.',
  'notice.agent-alarm.ticket':
    'One ticket was used for {count} people, last by the agent {account}. More than {limit} are unusual.',
  'notice.agent-alarm.advice':
    'See in the trail at {portal} what this agent did. Ask them, or the head of the desk, why.',
  'notice.mail.when': 'When: {time} UTC',
  'notice.mail.system': 'System: {system}',
  'notice.mail.fingerprint': 'Fingerprint: {fingerprint}',
  'notice.mail.remove':
    'If the phone isn’t yours, remove it in the portal with the reason “I don’t recognise it”.',
  'notice.mail.others': {
    one: '{count} more device was added with it.',
    other: '{count} more devices were added with it.',
  },
  'notice.mail.appeared':
    'If you set up a phone or a backup yourself, there is nothing to do. If not, remove it in the portal with the reason “I don’t recognise it”.',
  'notice.mail.cameBack':
    'Remove it again in the portal. If it comes back once more, ask for help: somebody else may be adding it.',
  'notice.mail.recovery':
    'If it wasn’t you, say “That wasn’t me” in the portal where the phone is being added, and look at your list of phones for one that isn’t yours.',
  'notice.mail.backupDestroyed':
    'The portal no longer keeps the recovery backup that was fetched. Remove it from your list in the portal, and make a new one with the app.',
  'notice.mail.help': 'If this wasn’t you, sign in at {portal} now, or call {contact}.',
  'notice.mail.helpAlone': 'If this wasn’t you, sign in at {portal} now.',
  'notice.mail.about':
    'This message has no code in it and no link that signs anybody in. Nobody will ask you for a code by mail.',
} as const
