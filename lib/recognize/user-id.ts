/** Upper-case hex, as the Server API wants it; null when the text is no Recognize user ID at all. */
export function normaliseUserId(text: string): string | null {
  const userId = text.replaceAll(/\s/g, '')
  // Compared before it is written in upper case: there are letters, such as the ligature “ﬀ”, that become two others.
  return /^[0-9A-Fa-f]{2,256}$/.test(userId) ? userId.toUpperCase() : null
}

const BLANK_START = /^[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u
const BLANK_END = /[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]$/u

/** Whether a text begins or ends with white space, a control character or a character that shows nothing. */
export function hasBlankEnds(text: string): boolean {
  return BLANK_START.test(text) || BLANK_END.test(text)
}

/**
 * Whether a text can be an external user ID. It is compared and sent exactly as it is. White space, control characters
 * and characters that show nothing are refused at its ends: without them it would be another person's. Dots alone would
 * lead to another place of the service.
 */
export function isExternalUserId(text: string): boolean {
  return (
    text !== '' &&
    text.isWellFormed() &&
    !/\p{Cc}/u.test(text) &&
    !hasBlankEnds(text) &&
    !/^\.{1,2}$/.test(text)
  )
}
