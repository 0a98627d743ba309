import { once } from 'node:events'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { portOf, unusable } from '../http/listen'
import type { PortSetting } from '../settings'
import type { Mailbox } from './mailbox'
import { readMail } from './message'

/** Accepts every mail and keeps it. Sends no mail on. Returns the port. */
export async function catchMail(mailbox: Mailbox, setting: PortSetting): Promise<number> {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onData: (stream, session, done) => {
      receive(stream, session, mailbox).then(() => done(), done)
    },
  })
  // The server survives a sender that breaks off.
  smtp.on('error', () => undefined)
  smtp.listen(setting.number, '127.0.0.1')
  try {
    await once(smtp.server, 'listening')
  } catch (error) {
    throw unusable(error, setting)
  }
  return portOf(smtp.server)
}

async function receive(
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
  mailbox: Mailbox,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  const raw = Buffer.concat(chunks).toString('utf8')
  mailbox.add({
    at: new Date().toISOString(),
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    ...readMail(raw),
    raw,
  })
}
