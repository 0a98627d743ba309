import type { RequestListener } from 'node:http'
import { controlHandler } from '../http/control'
import { sendHtml } from '../http/message'
import type { Mailbox } from './mailbox'
import { mailboxPage } from './pages'

/** Serves the mails as JSON for tests, and as a page for people. */
export function mailControl(mailbox: Mailbox): RequestListener {
  const control = controlHandler({
    'GET /messages': ({ query }) => mailbox.read(query.get('to')),
    'DELETE /messages': ({ query }) => {
      mailbox.clear(query.get('to'))
    },
  })
  return (request, response) => {
    if (request.method === 'GET' && request.url === '/')
      sendHtml(response, 200, mailboxPage(mailbox.read(null)))
    else control(request, response)
  }
}
