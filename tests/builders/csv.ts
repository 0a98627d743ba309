/** Reads comma-separated values as RFC 4180 has them, after the mark that says which encoding they have. */
export function readCsv(text: string): string[][] {
  if (!text.startsWith('\uFEFF')) throw new Error('the file has no byte order mark')
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text
    .slice(1)
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push([])
  }
  rows.pop()
  return rows
}

/** What was written into a cell: with one apostrophe less in each place where there may be one. */
export const written = (cell = '') =>
  cell
    .replace(
      /^'(?=['\s]*[=+\-@＝]|'*[\t\r\n]|['\s]*(?:0\d+|\d{16,}|\d+e\d+|\d{1,3}(?:[-/.,]\d{1,4}){1,2})\s*$)/i,
      '',
    )
    .replaceAll(/([;|\t\r\n]['"\s]*)'(?=[=+\-@＝])/g, '$1')
