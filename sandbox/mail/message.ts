// The part of RFC 5322 and MIME that a plain mail needs.

export interface Mail {
  at: string
  /** From the SMTP dialogue, not from the headers. */
  from: string
  to: string[]
  subject: string
  text: string
  /** The exact bytes of the mail. */
  raw: string
}

export function readMail(raw: string): Pick<Mail, 'subject' | 'text'> {
  const end = raw.indexOf('\r\n\r\n')
  const [head, body] = end < 0 ? [raw, ''] : [raw.slice(0, end), raw.slice(end + 4)]
  const headers = readHeaders(head)
  return {
    subject: decodeWords(headers.get('subject') ?? ''),
    text: decodeBody(body, headers.get('content-transfer-encoding') ?? ''),
  }
}

function readHeaders(head: string): Map<string, string> {
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}

/** Decodes RFC 2047. White space between two encoded words does not belong to the text. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, encoding: string, word: string) =>
      (encoding.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64')
        : unquote(word.replaceAll('_', ' '))
      ).toString('utf8'),
    )
}

function decodeBody(body: string, encoding: string): string {
  const bytes = {
    'quoted-printable': () => unquote(body.replace(/=\r\n/g, '')),
    base64: () => Buffer.from(body, 'base64'),
  }[encoding.toLowerCase()]
  return (bytes?.().toString('utf8') ?? body).replaceAll('\r\n', '\n').trimEnd()
}

function unquote(text: string): Buffer {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}
