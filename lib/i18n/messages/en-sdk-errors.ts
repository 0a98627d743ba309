// What a person reads when the SDK could not go on, for each reason of lib/activations/tracking/sdk-error-reasons.ts. The
// words of a reason stand on the portal's page beside the phone, and in the app on the phone itself: they fit both places.
// What helps is said for each place: `add.help` on the page, `api.help` in the app.

export const enSdkErrors = {
  'sdkError.face-not-matched.title': 'The face check did not succeed',
  'sdkError.face-not-matched.text':
    'Use even light, hold the camera at eye level, and keep your face uncovered.',

  'sdkError.not-recognised.title': 'The app did not recognise you this time',
  'sdkError.not-recognised.text':
    'This can happen in little light, or when something covers part of your face.',

  'sdkError.not-live.title': 'The app could not be sure that it was you',
  'sdkError.not-live.text':
    'This can happen with strong light from behind, in the dark, or when the phone moves a lot. Find better light and hold the phone still.',

  'sdkError.timed-out.title': 'The face check took too long',
  'sdkError.timed-out.text':
    'Nothing was changed. Hold your face in front of the camera as soon as it opens.',

  'sdkError.cancelled.title': 'The face check was cancelled',
  'sdkError.cancelled.text': 'Nothing was changed.',

  'sdkError.offline.title': 'The phone is offline',
  'sdkError.offline.text':
    'The app could not reach the service. Connect the phone to the internet.',

  'sdkError.locked-out.title': 'The face check is paused',
  'sdkError.locked-out.text':
    'There were too many tries without success. The pause counts for phone and web together. Nobody can shorten it, not even support. Trying during the pause does not make it longer.',

  'sdkError.no-camera.title': 'The app may not use the camera',
  'sdkError.no-camera.text': 'Allow the camera for the app in the phone’s settings.',

  'sdkError.camera-fault.title': 'The app could not use the camera',
  'sdkError.camera-fault.text':
    'Close other apps that use the camera. If that does not help, restart the phone.',

  'sdkError.storage.title': 'The app could not save something on the phone',
  'sdkError.storage.text': 'The phone may be full. Free some space, then open the app again.',

  'sdkError.no-place.title': 'All 50 places are taken',
  'sdkError.no-place.text':
    'Phones and backups share 50 places, and none is free for this phone. Clean up what you no longer need.',

  'sdkError.set-up-before.title': 'The app on this phone was set up before',
  'sdkError.set-up-before.text':
    'It has to be reset first. Use the app’s own reset, or delete the app and install it again.',

  'sdkError.out-of-step.title': 'The app on this phone has to be set up anew',
  'sdkError.out-of-step.text':
    'What the app has stored no longer fits the service. Use the app’s own reset, or delete the app and install it again.',

  'sdkError.clock.title': 'The phone’s clock seems to be wrong',
  'sdkError.clock.text':
    'Set date and time to automatic in the phone’s settings. If it happens again, delete the app and install it again.',

  'sdkError.app-outdated.title': 'The app is too old',
  'sdkError.app-outdated.text': 'Update the app in the phone’s app store.',

  'sdkError.phone-not-trusted.title': 'The app can’t be set up on this phone',
  'sdkError.phone-not-trusted.text':
    'The app could not confirm that the phone is as its maker intended. Changed system software or an emulator can be the cause. Use another phone, or ask support.',

  'sdkError.phone-not-able.title': 'This phone cannot do the face check that the app asks for',
  'sdkError.phone-not-able.text': 'Better light or another try will not help.',

  'sdkError.state-not-usable.title': 'What the phone was given can no longer be used',
  'sdkError.state-not-usable.text':
    'It may have been removed or replaced meanwhile. If it happens again, tell support.',

  'sdkError.not-known.title': 'The service does not know this phone or this identity',
  'sdkError.not-known.text':
    'They may have been removed meanwhile. Look at the list of devices. If it happens again, tell support.',

  'sdkError.no-tries-left.title': 'The face check is not ready for another try',
  'sdkError.no-tries-left.text':
    'The app has used the tries that it had prepared. It needs a moment and the internet to prepare more.',

  'sdkError.service-problem.title': 'The face sign-in service had a problem',
  'sdkError.service-problem.text': 'It is not about you or your phone. Nothing was changed.',

  'sdkError.no-seats.title': 'Nobody else can be set up at the moment',
  'sdkError.no-seats.text':
    'The organisation’s places for people are used up. It is not about you or your phone.',

  'sdkError.app-misconfigured.title': 'The app is not set up correctly',
  'sdkError.app-misconfigured.text':
    'It is not about you or your phone. Another try will not help.',

  'sdkError.app-problem.title': 'The app could not go on',
  'sdkError.app-problem.text': 'We do not know more about this problem.',

  'add.help.try-again': 'Try again in the app.',
  'add.help.try-later': 'Wait a few minutes, then try again in the app.',
  'add.help.open-again':
    'Close the app, open it again and try once more. If it happens again, ask {contact}.',
  'add.help.ask-support': 'Ask {contact}, and tell them the error code below.',
  'add.help.ask-maker':
    'Ask the maker of the app, and tell them the error code below. You can reach them through {contact}.',

  'api.help.try-again': 'Try again here.',
  'api.help.try-later': 'Wait a few minutes, then try again here.',
  'api.help.open-again':
    'Close the app, open it again and try once more. If it happens again, ask {contact}.',
  'api.help.start-again': 'Then start again on the portal’s page.',
  'api.help.clean-up': 'Do that on the portal’s page, then start again there.',
  'api.help.ask-support': 'Ask {contact}.',
  'api.help.ask-maker': 'Ask the maker of the app. You can reach them through {contact}.',

  'lockOut.rule': {
    one: 'After {count} try without success within {within}, the face check pauses, usually for about {pause}.',
    other:
      'After {count} tries without success within {within}, the face check pauses, usually for about {pause}.',
  },
  'lockOut.minutes': { one: '{count} minute', other: '{count} minutes' },
} as const
