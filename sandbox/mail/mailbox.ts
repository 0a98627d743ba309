import type { Mail } from './message'

const kept = 1_000

/** All mails that were sent, newest last. */
export class Mailbox {
  #mails: Mail[] = []

  add(mail: Mail): void {
    this.#mails = [...this.#mails, mail].slice(-kept)
  }

  /** The mails to one address, or all mails if `to` is null. */
  read(to: string | null): Mail[] {
    return this.#mails.filter((mail) => isTo(mail, to))
  }

  clear(to: string | null): void {
    this.#mails = this.#mails.filter((mail) => !isTo(mail, to))
  }
}

function isTo(mail: Mail, address: string | null): boolean {
  if (address === null) return true
  return mail.to.some((recipient) => recipient.toLowerCase() === address.toLowerCase())
}
