// What a person reads when the SDK could not go on, for each reason of lib/activations/tracking/sdk-errors.ts. `add` stands
// on the portal's page, beside the phone. `api` is the answer of the API, which the app shows on the phone itself: there,
// “here” is the app, and the portal is a page elsewhere. Change both together.

export const enSdkErrors = {
  'add.failure.face-not-matched.title': 'The face check didn’t succeed',
  'add.failure.face-not-matched.text':
    'Please try again in the app: even light on your face, the camera at eye level, nothing covering your face. After five tries without success the face check pauses for ten minutes.',
  'api.failure.face-not-matched.title': 'The face check didn’t succeed',
  'api.failure.face-not-matched.text':
    'Please try again: even light on your face, the camera at eye level, nothing covering your face. After five tries without success the face check pauses for ten minutes.',

  'add.failure.not-live.title': 'The app couldn’t be sure that it was you',
  'add.failure.not-live.text':
    'That happens with strong light from behind, in the dark, or when the phone moves a lot. Try again in the app in better light, and hold the phone still.',
  'api.failure.not-live.title': 'We couldn’t be sure that it was you',
  'api.failure.not-live.text':
    'That happens with strong light from behind, in the dark, or when the phone moves a lot. Try again in better light, and hold the phone still.',

  'add.failure.cancelled.title': 'The face check was cancelled',
  'add.failure.cancelled.text':
    'Nothing was changed. You can start the face check again in the app.',
  'api.failure.cancelled.title': 'The face check was cancelled',
  'api.failure.cancelled.text': 'Nothing was changed. You can start the face check again here.',

  'add.failure.offline.title': 'The phone is offline',
  'add.failure.offline.text':
    'The app couldn’t reach the service. Connect the phone to the internet and try again in the app.',
  'api.failure.offline.title': 'This phone is offline',
  'api.failure.offline.text':
    'The service couldn’t be reached. Connect this phone to the internet, then try again.',

  'add.failure.locked-out.title': 'The face check is paused for ten minutes',
  'add.failure.locked-out.text':
    'There were five tries without success. The pause counts for phone and web together, and nobody can shorten it, not even support. Trying meanwhile doesn’t make it longer. After it, start here again.',
  'api.failure.locked-out.title': 'The face check is paused for ten minutes',
  'api.failure.locked-out.text':
    'There were five tries without success. The pause counts for phone and web together, and nobody can shorten it, not even support. Trying meanwhile doesn’t make it longer. After it, start again on the portal’s page.',

  'add.failure.no-camera.title': 'The app may not use the camera',
  'add.failure.no-camera.text':
    'Allow the camera for the app in the phone’s settings, then try again in the app.',
  'api.failure.no-camera.title': 'This app may not use the camera',
  'api.failure.no-camera.text':
    'Allow the camera for this app in the phone’s settings, then try again.',

  'add.failure.no-place.title': 'All 50 places are taken',
  'add.failure.no-place.text':
    'An identity has 50 places for phones and backups together, and none is free for this phone. Clean up what you no longer need, then start here again.',
  'api.failure.no-place.title': 'All 50 places are taken',
  'api.failure.no-place.text':
    'An identity has 50 places for phones and backups together, and none is free for this phone. Clean up what you no longer need on the portal’s page, then start again there.',

  'add.failure.set-up-before.title': 'The app on this phone was set up before',
  'add.failure.set-up-before.text':
    'It has to be reset first: use the app’s own reset, or delete the app and install it again. Then start here again.',
  'api.failure.set-up-before.title': 'This app was set up before',
  'api.failure.set-up-before.text':
    'It has to be reset first: use its own reset, or delete the app and install it again. Then start again on the portal’s page.',

  'add.failure.phone-not-trusted.title': 'The app can’t be set up on this phone',
  'add.failure.phone-not-trusted.text':
    'The app couldn’t confirm that this phone is unchanged from how its maker intended, as with changed system software or an emulator. Use another phone, or ask support.',
  'api.failure.phone-not-trusted.title': 'This app can’t be set up on this phone',
  'api.failure.phone-not-trusted.text':
    'It couldn’t be confirmed that this phone is unchanged from how its maker intended, as with changed system software or an emulator. Use another phone, or ask support.',

  'add.failure.state-not-usable.title': 'What the phone was given can’t be used any more',
  'add.failure.state-not-usable.text':
    'It may have been removed or replaced meanwhile. Start here again; if it happens again, tell support.',
  'api.failure.state-not-usable.title': 'What this phone was given can’t be used any more',
  'api.failure.state-not-usable.text':
    'It may have been removed or replaced meanwhile. Start again on the portal’s page; if it happens again, tell support.',

  'add.failure.clock.title': 'The phone’s clock seems to be wrong',
  'add.failure.clock.text':
    'Set date and time to automatic in the phone’s settings. Then start here again.',
  'api.failure.clock.title': 'This phone’s clock seems to be wrong',
  'api.failure.clock.text':
    'Set date and time to automatic in the phone’s settings. Then start again on the portal’s page.',

  'add.failure.not-known.title': 'The service doesn’t know this phone or this identity',
  'add.failure.not-known.text':
    'They may have been removed meanwhile. Look at your list of devices, and start here again; if it happens again, tell support.',
  'api.failure.not-known.title': 'The service doesn’t know this phone or this identity',
  'api.failure.not-known.text':
    'They may have been removed meanwhile. Look at the list of devices on the portal’s page, and start again there; if it happens again, tell support.',

  'add.failure.app-problem.title': 'The app couldn’t go on',
  'add.failure.app-problem.text':
    'Close the app, open it again and try once more. If it happens again, tell support.',
  'api.failure.app-problem.title': 'This app couldn’t go on',
  'api.failure.app-problem.text':
    'Close the app, open it again and try once more. If it happens again, tell support.',
} as const
