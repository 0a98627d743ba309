import { localDateTime } from '../rows'

interface Operation {
  id: string
  timestamp: string
  nodeId: string
  userId: string
  apiKey: string
  operationId: string
}

/** Operations that the SDK finished under an id from its caller. The service keeps no failed operation. */
export class Operations {
  readonly #operations = new Map<string, Operation>()

  /** The service's answer contains the API key of the request. A caller that forwards the answer leaks the key. */
  constructor(private readonly apiKey: string) {}

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

  get(operationId: string): Operation | undefined {
    return this.#operations.get(operationId)
  }

  reset(): void {
    this.#operations.clear()
  }
}
