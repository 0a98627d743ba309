import 'server-only'

/** One line of a stream, counted from 1, without its end. Null in place of the bytes of a line that is too long. */
export type Line = { readonly number: number; readonly bytes: Uint8Array | null }

const NEWLINE = 0x0a

/** Splits a stream into lines. Never holds more than one line, and of a line that is too long nothing. */
export async function* splitLines(
  source: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<Line> {
  let line = { number: 1, length: 0, parts: [] as Uint8Array[] }
  const add = (part: Uint8Array) => {
    line.length += part.length
    if (line.length > mostBytes) line.parts = []
    else line.parts.push(part)
  }
  const take = (): Line => {
    const { number, length, parts } = line
    line = { number: number + 1, length: 0, parts: [] }
    return { number, bytes: length > mostBytes ? null : Buffer.concat(parts) }
  }
  for await (const chunk of source) {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, end))
      yield take()
      from = end + 1
    }
    add(chunk.subarray(from))
  }
  if (line.length > 0) yield take()
}
