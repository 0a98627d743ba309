import { localDateTime } from '../rows'

interface Operation {
  id: string
  timestamp: string
  nodeId: string
  userId: string
  apiKey: string
  operationId: string
}

/** What the SDK has finished under an id that somebody gave it; the service keeps no operation that failed. */
export class Operations {
  readonly #operations = new Map<string, Operation>()

  /** The service's answer repeats the key it was asked with: whoever passes the answer on gives the key away. */
  constructor(private readonly apiKey: string) {}

  has(operationId: string): boolean {
    return this.#operations.has(operationId)
  }

  finish(operationId: string, userId: string): void {
    this.#operations.set(operationId, {
      id: String(this.#operations.size + 1),
      timestamp: localDateTime(new Date()),
      nodeId: 'sandbox-node-1',
      userId,
      apiKey: this.apiKey,
      operationId,
    })
  }

  userOf(operationId: string): string | null {
    return this.#operations.get(operationId)?.userId ?? null
  }

  get(operationId: string): Operation | undefined {
    return this.#operations.get(operationId)
  }

  reset(): void {
    this.#operations.clear()
  }
}
