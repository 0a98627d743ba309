/** Letters and symbols that show nothing count as nothing: fillers of Hangul, an empty Braille pattern. */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u

/** Whether a text shows anything at all where it is printed. A name that doesn't would leave a blank row. */
export function showsSomething(text: string): boolean {
  return VISIBLE.test(text)
}

// Words of a device come from whoever wrote its row. They stand on pages and in mails of the organisation, so only what has
// the form of a version is shown. Anything else could be a sentence, an address or a telephone number.

/** Stand for a text that has no form of ours. */
export const OTHER_SYSTEM = 'other system'
export const OTHER_VERSION = 'other version'
export const OTHER_STATE = 'other state'

/** A known system, with up to three short numbers. Without a name, the numbers alone. */
const SYSTEM =
  /^(?:(?:iOS|iPadOS|iPhone OS|Android|HarmonyOS|visionOS|macOS|Windows)(?:[ /-](?:0|[1-9]\d?)(?:\.(?:0|[1-9]\d?)){0,2})?(?: \((?:API|SDK) \d{2}\))?|(?:0|[1-9]\d?)(?:\.(?:0|[1-9]\d?)){0,2})$/i
/** Up to three short numbers, and which stage before the release it is. */
const VERSION = /^v?(?:0|[1-9]\d?)(?:\.(?:0|[1-9]\d?)){0,2}(?:-(?:alpha|beta|rc)(?:\.?\d{1,2})?)?$/i
/** One word, or two. */
const STATE = /^[A-Za-z]{2,16}(?:_[A-Za-z]{2,16})?$/
const MOST_DIGITS = 4
/** Words of letters and a few digits. */
const PLAIN_NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} '’-]{0,23}$/u
const FORMS = {
  system: { form: SYSTEM, other: OTHER_SYSTEM },
  version: { form: VERSION, other: OTHER_VERSION },
  state: { form: STATE, other: OTHER_STATE },
} as const

/** A text from a device's row as it may stand anywhere that a person reads; null where nothing was said. */
export function foreignText(what: keyof typeof FORMS, text: string | null): string | null {
  const { form, other } = FORMS[what]
  return text === null || form.test(text) ? text : other
}

/** A name that a person typed, for other people's eyes: null where it could be an address, a number to call or a message. */
export function nameForAgent(name: string | null): string | null {
  if (name === null || !PLAIN_NAME.test(name)) return null
  return (name.match(/\p{N}/gu) ?? []).length <= MOST_DIGITS ? name : null
}
