import type { RequestListener } from 'node:http'
import type Provider from 'oidc-provider'
import { controlHandler, refuse } from '../http/control'
import type { Memory } from './adapter'
import { mintForClient, mintForPerson, mintSchema } from './api-access'
import { faultSchema, type Faults } from './hostile/faults'
import { remember, type IssuedTokens } from './issued'
import type { JournalEntry } from './journal'
import type { KeyAlgorithm } from './keys'
import { lieSchema, type Lie } from './hostile/lies'
import { personSchema, type People } from './people'

export interface OpenId {
  people: People
  memory: Memory
  faults: Faults
  lies: Map<string, Lie>
  issued: IssuedTokens
  journal: JournalEntry[]
}

export function openIdControl(
  openid: OpenId,
  provider: Provider,
  algorithm: KeyAlgorithm,
): RequestListener {
  const { people, memory, faults, lies, issued, journal } = openid
  return controlHandler({
    'PUT /people/:accountId': async (call) => {
      people.set(call.param('accountId'), await call.json(personSchema))
    },
    'GET /people/:accountId': (call) =>
      people.get(call.param('accountId')) ?? refuse(404, 'Nobody.'),
    'DELETE /people/:accountId': (call) => {
      people.delete(call.param('accountId'))
      lies.delete(call.param('accountId'))
      issued.delete(call.param('accountId'))
    },
    'GET /people/:accountId/tokens': (call) => issued.get(call.param('accountId')) ?? [],

    'POST /people/:accountId/access-tokens': async (call) => {
      const accountId = call.param('accountId')
      if (!people.get(accountId)) refuse(404, 'Nobody.')
      const accessToken = await mintForPerson(provider, accountId, {
        ...(await call.json(mintSchema)),
        algorithm,
      })
      remember(issued, accountId, accessToken)
      return { accessToken }
    },
    'POST /clients/:clientId/access-tokens': async (call) => {
      const clientId = call.param('clientId')
      const asked = await call.json(mintSchema.omit({ clientId: true, jkt: true }))
      const accessToken = await mintForClient(provider, clientId, { ...asked, algorithm })
      remember(issued, clientId, accessToken)
      return { accessToken }
    },

    'POST /people/:accountId/lies': async (call) => {
      const { lie } = await call.json(lieSchema)
      lies.set(call.param('accountId'), lie)
    },
    'DELETE /people/:accountId/lies': (call) => {
      lies.delete(call.param('accountId'))
    },

    'POST /faults': async (call) => faults.set(await call.json(faultSchema)),
    'DELETE /faults': () => faults.clear(),

    'GET /journal': () => journal,
    'DELETE /journal': () => {
      journal.length = 0
    },

    'POST /reset': () => {
      people.reset()
      memory.reset()
      faults.clear()
      lies.clear()
      issued.clear()
      journal.length = 0
    },
  })
}
