import 'server-only'
import { connect } from 'node:net'
import { createTransport } from 'nodemailer'
import SMTPTransport from 'nodemailer/lib/smtp-transport/index.js'
import type { Email } from './render-email'

/** One mail server that hangs must not keep other mails waiting. */
const DEADLINE_MS = 5_000
/** RFC 8314, 3.3 and RFC 6409, 3.1. */
const PORTS = { tls: 465, plain: 587 } as const
const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '::1'])

/** How one mail is sent. The same `number` again is the same mail: it becomes the Message-ID. */
export type MailEnvelope = {
  readonly smtpUrl: string
  readonly from: string
  readonly to: string
  readonly number: string
  readonly portal: string
}

/** The connection options of an SMTP URL. TLS is required, save on this machine or with `?requireTLS=false`. */
export function connectionOf(smtpUrl: string): SMTPTransport.Options & {
  readonly host: string
  readonly port: number
} {
  const url = new URL(smtpUrl)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'smtps:'
  const isLocal = LOCAL_HOSTS.has(host)
  return {
    host,
    port: Number(url.port) || PORTS[secure ? 'tls' : 'plain'],
    secure,
    requireTLS: !secure && !isLocal && url.searchParams.get('requireTLS') !== 'false',
    ...(url.username === ''
      ? {}
      : {
          auth: {
            user: decodeURIComponent(url.username),
            pass: decodeURIComponent(url.password),
          },
        }),
  }
}

/** Sends a mail. Throws when the server didn't accept it within five seconds; then it may have it or not. */
export async function sendMail(email: Email, envelope: MailEnvelope): Promise<void> {
  const { smtpUrl, from, to, number, portal } = envelope
  const server = connectionOf(smtpUrl)
  // The library limits the time of each step, not of all: a server that drips could go on for ever.
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const transport = new SMTPTransport({
    ...server,
    getSocket: (_, callback) => {
      const socket = connect({ host: server.host, port: server.port, signal })
      const refuse = (error: Error) => callback(error, undefined)
      socket.once('error', refuse).once('connect', () => {
        socket.off('error', refuse)
        callback(null, { connection: socket })
      })
    },
  })
  await createTransport(transport).sendMail({
    from,
    // As an object: a string would be parsed as a list of addresses.
    to: { name: '', address: to },
    subject: email.subject,
    text: email.text,
    messageId: `<${number}@${new URL(portal).hostname}>`,
    // RFC 3834: no auto-responder answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}
