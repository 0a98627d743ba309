/** Upper-case hex, as the Server API wants it; null when the text is no Recognize user ID at all. */
export function normaliseUserId(text: string): string | null {
  const userId = text.replaceAll(/\s/g, '').toUpperCase()
  return /^[0-9A-F]{2,256}$/.test(userId) ? userId : null
}
