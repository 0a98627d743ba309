import type { Mail } from './message'

const kept = 1_000

/** Every mail that was sent, newest last. */
export class Mailbox {
  #mails: Mail[] = []

  add(mail: Mail): void {
    this.#mails = [...this.#mails, mail].slice(-kept)
  }

  /** Those to an address; all without one. */
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
