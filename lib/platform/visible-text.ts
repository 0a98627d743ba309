/** Letters and symbols that show nothing count as nothing: fillers of Hangul, an empty Braille pattern. */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u

/** Whether a text shows anything at all where it is printed. A name that doesn't would leave a blank row. */
export function showsSomething(text: string): boolean {
  return VISIBLE.test(text)
}
