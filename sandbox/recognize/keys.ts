import { z } from 'zod'

export const keysSchema = z.strictObject({ accepted: z.array(z.string().min(1)).max(10) })

/** The API keys that the service accepts: always the configured key, and the keys that an administrator added. */
export class ApiKeys {
  #more: ReadonlySet<string> = new Set()

  constructor(readonly configured: string) {}

  accept(more: readonly string[]): void {
    this.#more = new Set(more)
  }

  accepts(given: string): boolean {
    return given === this.configured || this.#more.has(given)
  }

  reset(): void {
    this.#more = new Set()
  }
}
