// What people are told away from the portal, by mail: plain text, no emphasis.

export const enNotifications = {
  'mail.phone-added.subject': '{brand}: a phone was added',
  'mail.phone-added.text': 'A phone was added to your identity. It can sign you in now.',
  'mail.recovered.subject': '{brand}: a phone was added from your recovery backup',
  'mail.recovered.text':
    'A phone was added to your identity from your recovery backup, without the help of another phone. It can sign you in now.',
  'mail.phone-undone.subject': '{brand}: a phone that wasn’t yours is being removed',
  'mail.phone-undone.text':
    'You, or somebody signed in as you, said that a phone which was just added to your identity wasn’t theirs. It is being removed, and your other sign-ins to the portal were ended.',
  'mail.early-undone.subject': '{brand}: adding a phone was stopped',
  'mail.early-undone.text':
    'You, or somebody signed in as you, said that it wasn’t them who was adding a phone to your identity. No such phone is in your list so far. If one appears within a day, the portal removes it; if it can’t tell which one it is, you get a message instead. Your other sign-ins to the portal were ended.',
  'mail.old-undone.subject': '{brand}: making a temporary backup was stopped',
  'mail.old-undone.text':
    'You, or somebody signed in as you, said that it wasn’t them who had an old phone make a temporary backup. That attempt is over, no phone was added by it, and your other sign-ins to the portal were ended.',
  'mail.recovery-started.subject': '{brand}: your recovery backup was fetched',
  'mail.recovery-started.text':
    'Somebody signed in as you has fetched your recovery backup with an app, to set up a phone with it. The phone still has to pass a face check. You get another message when it is added.',
  'mail.phone-removed-unrecognised.subject': '{brand}: a device you didn’t recognise is gone',
  'mail.gone.phone':
    'A phone was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'mail.gone.backup':
    'A recovery backup was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'mail.gone.temporary':
    'A temporary backup was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'mail.gone.unknown':
    'A device was to be removed from your identity because you didn’t recognise it. It is gone: the service no longer lists it.',
  'mail.removed-by-support.subject': '{brand}: support is removing a device for you',
  'mail.bySupport.phone':
    'Support is removing a phone from your identity, on a request made in your name. What becomes of it stands in your history in the portal.',
  'mail.bySupport.backup':
    'Support is removing a recovery backup from your identity, on a request made in your name. What becomes of it stands in your history in the portal.',
  'mail.bySupport.temporary':
    'Support is removing a temporary backup from your identity, on a request made in your name. What becomes of it stands in your history in the portal.',
  'mail.bySupport.unknown':
    'Support is removing a device from your identity, on a request made in your name. What becomes of it stands in your history in the portal.',
  'mail.device-appeared.subject': '{brand}: a new device is in your list',
  'mail.device-appeared.phone':
    'A phone was added to your identity. It wasn’t added in the portal. It may be able to sign in as you.',
  'mail.device-appeared.backup':
    'A recovery backup was added to your identity. It wasn’t added in the portal. A phone may be set up with it.',
  'mail.device-appeared.temporary':
    'A temporary backup was added to your identity. It wasn’t added in the portal. A phone may be set up with it.',
  'mail.device-appeared.unknown':
    'A device was added to your identity. It wasn’t added in the portal. It may be a phone that can sign in as you.',
  'mail.device-came-back.subject': '{brand}: a device that was removed is back',
  'mail.device-came-back.phone':
    'A phone was removed from your identity. The service lists it again. It may be able to sign in as you.',
  'mail.device-came-back.backup':
    'A recovery backup was removed from your identity. The service lists it again. A phone may be set up with it.',
  'mail.device-came-back.temporary':
    'A temporary backup was removed from your identity. The service lists it again. A phone may be set up with it.',
  'mail.device-came-back.unknown':
    'A device was removed from your identity. The service lists it again. It may be a phone that can sign in as you.',
  'mail.phone-prepared.subject': '{brand}: support prepared adding a phone',
  'mail.phone-prepared.text':
    'Support prepared that you add a phone, on a request made in your name. Nothing is added until you go on yourself in the portal, within an hour. Tell nobody the code that it shows.',
  'mail.undo': 'It is removed at {time} UTC. Until then you can undo it in the portal.',
  'mail.waits':
    'The Recognize service doesn’t answer just now, so the device still works. It is removed as soon as the service is back. Until then you can undo it in the portal.',
  'mail.agent-alarm.subject': '{brand}: an agent does unusually much',
  'mail.agent-alarm.looks':
    'The agent {account} has looked at {count} people today. The limit is {limit}.',
  'mail.agent-alarm.found':
    'Searches have shown {count} people to the agent {account} today. The limit is {limit}.',
  'mail.agent-alarm.removals':
    'The agent {account} has asked for {count} removals today. The limit is {limit}.',
  'mail.agent-alarm.preparations':
    'The agent {account} has prepared {count} phones today. The limit is {limit}.',
  'mail.agent-alarm.ended-sessions':
    'The agent {account} has signed {count} people out today. The limit is {limit}.',
  'mail.agent-alarm.wrong-numbers':
    'The agent {account} has typed {count} wrong call numbers for one person today. The limit is {limit}.',
  'mail.agent-alarm.ticket':
    'One ticket was used for {count} people, last by the agent {account}. More than {limit} are unusual.',
  'mail.agent-alarm.advice':
    'See in the audit log at {portal} what this agent did. Ask them, or the head of the desk, why.',
  'mail.when': 'When: {time} UTC',
  'mail.system': 'System: {system}',
  'mail.fingerprint': 'Fingerprint: {fingerprint}',
  'mail.remove':
    'If the phone isn’t yours, remove it in the portal with the reason “I don’t recognise it”.',
  'mail.others': {
    one: '{count} more device was added with it.',
    other: '{count} more devices were added with it.',
  },
  'mail.appeared':
    'If you set up a phone or a backup yourself, there is nothing to do. If not, remove it in the portal with the reason “I don’t recognise it”.',
  'mail.cameBack':
    'Remove it again in the portal. If it comes back once more, ask for help: somebody else may be adding it.',
  'mail.recovery':
    'If it wasn’t you, say “That wasn’t me” in the portal where the phone is being added, and look at your list of phones for one that isn’t yours.',
  'mail.backupDestroyed':
    'The portal no longer keeps the recovery backup that was fetched. Remove it from your list in the portal, and make a new one with the app.',
  'mail.help': 'If this wasn’t you, sign in at {portal} now, or call {contact}.',
  'mail.helpAlone': 'If this wasn’t you, sign in at {portal} now.',
  'mail.about':
    'This message has no code in it and no link that signs anybody in. Nobody will ask you for a code by mail.',
} as const
