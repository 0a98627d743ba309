import 'server-only'

const VISIBLE =
  /^[\p{L}\p{N}\p{P}\p{S}][\p{L}\p{M}\p{N}\p{P}\p{S}]*( [\p{L}\p{M}\p{N}\p{P}\p{S}]+)*$/u
/** Letters, marks and symbols that show nothing: fillers of Hangul, an empty Braille pattern, selectors and joiners. */
const BLANK = /[\p{Default_Ignorable_Code_Point}\u2800]/u
/** What tells tickets apart. */
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
const MOST_CHARACTERS = 40

/** Whether a text can be a ticket's: 1 to 40 characters that can be seen, single spaces between them, and not signs alone. */
export function isTicket(text: string): boolean {
  const isVisible = VISIBLE.test(text) && !BLANK.test(text) && LETTER_OR_DIGIT.test(text)
  return isVisible && [...text].length <= MOST_CHARACTERS
}
