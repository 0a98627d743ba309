import type { Adapter, AdapterPayload } from 'oidc-provider'

interface Stored {
  payload: AdapterPayload
  expiresAt: number
}

/** Keeps the provider's records in memory. The provider's own adapter drops all beyond 1000, and can't be emptied. */
export class Memory {
  readonly #records = new Map<string, Stored>()

  reset(): void {
    this.#records.clear()
  }

  #find(matches: (payload: AdapterPayload, key: string) => boolean): AdapterPayload | undefined {
    for (const [key, { payload }] of this.#records) if (matches(payload, key)) return payload
    return undefined
  }

  #get(key: string): AdapterPayload | undefined {
    const stored = this.#records.get(key)
    if (stored && stored.expiresAt > Date.now()) return stored.payload
    this.#records.delete(key)
    return undefined
  }

  adapter = (model: string): Adapter => {
    const keyOf = (id: string) => `${model}:${id}`
    const ofModel = (key: string) => key.startsWith(keyOf(''))
    return {
      upsert: async (id, payload, expiresIn) => {
        const expiresAt = expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000
        this.#records.set(keyOf(id), { payload, expiresAt })
      },
      find: async (id) => this.#get(keyOf(id)),
      findByUid: async (uid) => this.#find((payload, key) => ofModel(key) && payload.uid === uid),
      findByUserCode: async (userCode) =>
        this.#find((payload, key) => ofModel(key) && payload.userCode === userCode),
      consume: async (id) => {
        const payload = this.#get(keyOf(id))
        if (payload) payload.consumed = Math.floor(Date.now() / 1000)
      },
      destroy: async (id) => {
        this.#records.delete(keyOf(id))
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of this.#records) {
          if (ofModel(key) && payload.grantId === grantId) this.#records.delete(key)
        }
      },
    }
  }
}
