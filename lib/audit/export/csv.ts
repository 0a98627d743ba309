import 'server-only'

// Comma-separated values (RFC 4180): every cell quoted, every line ended with CRLF. The only writer of CSV.

/** The first line: the names of the columns. */
export function csvHeader(columns: readonly string[]): string {
  return `${columns.join(',')}\r\n`
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

/** A quoted cell. An apostrophe makes text of what a spreadsheet would take for a formula (OWASP, CSV injection). */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '""'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = `${FORMULA.test(text) ? "'" : ''}${text.replaceAll(FORMULA_WITHIN, "$1'")}`
  return `"${safe.replaceAll('"', '""')}"`
}
