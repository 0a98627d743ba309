// Text that would be run, or would turn its surroundings around, if it were ever taken for more than text.

const RUN = 'globalThis.ran=1'
const TAGS: readonly ((run: string) => string)[] = [
  (run) => `<script>${run}</script>`,
  (run) => `<img src=x onerror=${run}>`,
  (run) => `<svg onload=${run}>`,
  (run) => `<svg/onload=${run}//`,
  (run) => `<body onload=${run}>`,
  (run) => `<input autofocus onfocus=${run}>`,
  (run) => `<details open ontoggle=${run}>`,
  (run) => `<video><source onerror=${run}>`,
  (run) => `<iframe srcdoc="<script>${run}</script>">`,
  (run) => `<a href="javascript:${run}">x</a>`,
  (run) => `<math><mi xlink:href="javascript:${run}">`,
  (run) => `<style>@import'javascript:${run}'</style>`,
  (run) => `<base href="javascript:${run}//">`,
  (run) => `<object data="javascript:${run}">`,
  (run) => `<form action="javascript:${run}"><button>`,
  (run) => `<meta http-equiv=refresh content="0;javascript:${run}">`,
  (run) => `<template><script>${run}</script></template>`,
  (run) => `{{constructor.constructor('${run}')()}}`,
  (run) => `\${${run}}`,
  (run) => `javascript:${run}`,
]
const BREAKS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `">${text}`,
  (text) => `'>${text}`,
  (text) => `</script>${text}`,
  (text) => `-->${text}`,
  (text) => `]]>${text}`,
  (text) => `"}]);${text}//`,
  (text) => text.replaceAll('<', '&lt;').replaceAll('>', '&#62;'),
  (text) => text.replaceAll('<', '\\u003c'),
  (text) => encodeURIComponent(text),
]

/** Two hundred of them: each way to run something, behind each way to get out of where text stands. */
export const XSS_TEXTS: readonly string[] = BREAKS.flatMap((around) =>
  TAGS.map((tag) => around(tag(RUN))),
)

const code = (point: number) => String.fromCodePoint(point)
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => code(from + at))

/** Characters that turn the text after them around, hide, or steer a terminal. */
export const STEERING: readonly string[] = [
  ...range(0x202a, 0x202e),
  ...range(0x2066, 0x2069),
  ...range(0x200b, 0x200f),
  ...[0x061c, 0xfeff, 0x2028, 0x2029, 0x00ad, 0xe0001, 0xfff9].map(code),
  ...range(0x01, 0x1f),
  ...range(0x7f, 0x9f),
]

/** Names with all of that in them, longer than anything should be, or made of many characters for one sign. */
export const STRANGE_TEXTS: readonly string[] = [
  ...STEERING.map((steering) => `a${steering}b${steering}`),
  STEERING.join(''),
  'W'.repeat(4_000),
  '\u05d0'.repeat(200),
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}'.repeat(40),
  `i${'\u0354'.repeat(300)}`,
  '\ud800 alone',
]

/** What a row or an app may say to make people call somebody, go somewhere or be afraid, as no version of anything. */
export const LURES: readonly string[] = [
  'CALL 0800 100 200 NOW or lose access',
  'iOS 17.4 – call 0800 100 200',
  'iOS 17.4\nCall 0800 100 200',
  'Android 0800.100.200',
  '0800.100.200',
  '0800 100 200',
  '+44 20 7946 0000',
  '91.23.45.67',
  '08001002003',
  'https://evil.example/now',
  'evil.example',
  'iOS evil.example',
  'mail help@evil.example',
  'iOS 17.4 (call 0800)',
  'Your account is locked',
  'Your_account_is_locked_call_us',
  'CORE_CALL_0800_100_200_NOW',
  'ring\u00A0me\u2003now',
]
