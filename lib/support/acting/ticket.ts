import 'server-only'

const VISIBLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+( [\p{L}\p{M}\p{N}\p{P}\p{S}]+)*$/u
/** Letters and symbols that show nothing: fillers of Hangul, an empty Braille pattern. */
const BLANK = /[\u115F\u1160\u2800\u3164\uFFA0]/
const MOST_CHARACTERS = 40

/** Whether a text can be a ticket's: 1 to 40 characters that can be seen, single spaces between them. */
export function isTicket(text: string): boolean {
  return VISIBLE.test(text) && !BLANK.test(text) && [...text].length <= MOST_CHARACTERS
}
