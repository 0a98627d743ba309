import 'server-only'

// Comma-separated values (RFC 4180): every cell quoted, every line ended with CRLF. The only writer of CSV.

/** Without this mark, a spreadsheet on Windows reads the file as another encoding than UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'

/** The beginning of a file: the mark, and the names of the columns. */
export function csvHeader(columns: readonly string[]): string {
  return `${BYTE_ORDER_MARK}${columns.join(',')}\r\n`
}

/** One line: the values of `record` in the order of the columns. */
export function csvLine<Column extends string>(
  columns: readonly Column[],
  record: Readonly<Record<Column, unknown>>,
): string {
  return `${columns.map((column) => csvCell(record[column])).join(',')}\r\n`
}

// What begins a formula: also full-width signs. Spreadsheets trim what is blank before it.
const FORMULA = /^['\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^'*[\t\r\n]/
/** Many spreadsheets split a line here too, even inside quotes: a formula could begin within a cell. */
const FORMULA_WITHIN = /([;|\t\r\n]['"\s\uFEFF]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g

/** What a spreadsheet would take for a number or a date and change: a long ID, zeros before it, 12E5, 1,5 or 3/4. */
const CHANGED_AS_NUMBER = /^['\s\uFEFF]*(?:0\d+|\d{16,}|\d+e\d+|\d{1,3}(?:[-/.,]\d{1,4}){1,2})\s*$/i

/** A quoted cell. An apostrophe makes text of what a spreadsheet would take for a formula (OWASP, CSV injection) or a number. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '""'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const isMisread = FORMULA.test(text) || CHANGED_AS_NUMBER.test(text)
  const safe = `${isMisread ? "'" : ''}${text.replaceAll(FORMULA_WITHIN, "$1'")}`
  return `"${safe.replaceAll('"', '""')}"`
}
