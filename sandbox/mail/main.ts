import { listen } from '../http/listen'
import { readSettings } from '../settings'
import { runStandIn } from '../stand-in'
import { mailControl } from './control'
import { Mailbox } from './mailbox'
import { catchMail } from './smtp'

await runStandIn(async () => {
  const { port, controlPort } = readSettings(process.env).mail
  const mailbox = new Mailbox()
  const smtpPort = await catchMail(mailbox, port)
  const chosenControlPort = await listen(mailControl(mailbox), controlPort)
  return {
    smtp: `smtp://127.0.0.1:${smtpPort}`,
    control: `http://localhost:${chosenControlPort}`,
  }
})
