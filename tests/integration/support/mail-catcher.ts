import { setTimeout as sleep } from 'node:timers/promises'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as it came over the line, to one address. */
export interface CaughtMail {
  to: string
  /** Headers and body, to the letter. */
  raw: string
  /** The header lines, folded ones joined. */
  headers: string[]
  /** The body, decoded. */
  text: string
}

type Answer = 'takes' | 'refuses' | 'hangs' | 'takes-and-hangs'

export interface MailCatcher {
  url: string
  /** The mails to an address, oldest first. */
  mailsTo: (address: string) => CaughtMail[]
  /** How the server treats mails to an address from now on. */
  treat: (address: string, answer: Answer) => void
  stop: () => Promise<void>
  /** Again, on the port it had. */
  start: () => Promise<void>
}

/** A mail server of our own, which keeps what it gets. */
export async function startMailCatcher(): Promise<MailCatcher> {
  const mails: CaughtMail[] = []
  const treatments = new Map<string, Answer>()
  const answerTo = (address: string) => treatments.get(address) ?? 'takes'
  let server: SMTPServer
  let port = 0

  const start = async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      // Those that hang are cut off, or the server would never stop.
      closeTimeout: 100,
      onRcptTo: ({ address }, _, callback) => {
        if (answerTo(address) === 'hangs') return
        callback(answerTo(address) === 'refuses' ? new Error(`no mail for ${address}`) : null)
      },
      onData: (stream, session, callback) => {
        void (async () => {
          const chunks: Buffer[] = []
          for await (const chunk of stream) chunks.push(chunk as Buffer)
          const raw = Buffer.concat(chunks).toString('utf8')
          const addresses = session.envelope.rcptTo.map(({ address }) => address)
          mails.push(...addresses.map((to) => ({ to, raw, ...parse(raw) })))
          if (!addresses.some((address) => answerTo(address) === 'takes-and-hangs')) callback()
        })()
      },
    })
    server.on('error', () => undefined)
    server.listen(port, '127.0.0.1')
    await once(server.server, 'listening')
    port = (server.server.address() as AddressInfo).port
  }
  const stop = async () => {
    await new Promise<void>((resolve) => server.close(resolve))
    await sleep(10)
  }

  await start()
  return {
    url: `smtp://127.0.0.1:${port}`,
    mailsTo: (address) => mails.filter(({ to }) => to === address),
    treat: (address, answer) => treatments.set(address, answer),
    stop,
    start,
  }
}

function parse(raw: string): Pick<CaughtMail, 'headers' | 'text'> {
  const end = raw.indexOf('\r\n\r\n')
  const headers = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const body = raw.slice(end + 4)
  const isQuoted = headers.includes('Content-Transfer-Encoding: quoted-printable')
  return { headers, text: (isQuoted ? unquoted(body) : body).replaceAll('\r\n', '\n') }
}

/** Quoted-printable as RFC 2045, 6.7 has it. */
function unquoted(body: string): string {
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
