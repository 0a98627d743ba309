/** Reads comma-separated values as RFC 4180 has them. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push([])
  }
  rows.pop()
  return rows
}

/** What was written into a cell: with one apostrophe less in each place where there may be one. */
export const written = (cell = '') =>
  cell
    .replace(/^'(?=['\s]*[=+\-@＝]|'*[\t\r\n])/, '')
    .replaceAll(/([;|\t\r\n]['"\s]*)'(?=[=+\-@＝])/g, '$1')
