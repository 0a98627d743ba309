import type { RequestListener } from 'node:http'
import { z } from 'zod'
import { Answered, controlHandler, refuse, type ControlCall } from '../http/control'
import type { Recognize } from './api'
import { faultSchema, ofExternalUser, ofUser } from './faults'
import type { JournalFilter } from './journal'
import { keysSchema } from './keys'
import { personSchema, statesTypeSwitch } from './people'
import { newDeviceSchema, newStateSchema, type Sdk, type SdkAnswer } from './sdk'

const mappingSchema = z.strictObject({ userIds: z.array(z.string()) })
const revocationSchema = z.strictObject({ publicSigningKey: z.string() })

function userIdOf(call: ControlCall): string {
  const userId = call.param('userId')
  return /^[0-9A-F]+$/.test(userId)
    ? userId
    : refuse(400, 'userId must be an uppercase HEX string.')
}

function filterOf({ query }: ControlCall): JournalFilter {
  return { userId: query.get('userId'), externalUserId: query.get('externalUserId') }
}

/** Answers an SDK error code with 409, so that callers don't mistake it for a result. */
function orSdkError<T extends object>(answer: SdkAnswer<T>): T | Answered {
  return 'sdkErrorCode' in answer ? new Answered(409, answer) : answer
}

export function recognizeControl(recognize: Recognize & { sdk: Sdk }): RequestListener {
  const { people, operations, sdk, faults, journal } = recognize
  const everyone: JournalFilter = { userId: null, externalUserId: null }
  const person = (userId: string) => {
    const settings = people.get(userId) ?? refuse(404, `There is no person ${userId}.`)
    return { userId, ...settings }
  }

  return controlHandler({
    'PUT /people/:userId': async (call) => {
      const userId = userIdOf(call)
      people.put(userId, await call.json(personSchema))
      return person(userId)
    },
    'GET /people/:userId': (call) => person(userIdOf(call)),
    'DELETE /people/:userId': (call) => {
      const userId = userIdOf(call)
      people.remove(userId)
      sdk.forget(userId)
      faults.clear(ofUser(userId))
    },

    'POST /people/:userId/client-states': async (call) => {
      const asked = await call.json(newStateSchema)
      return orSdkError(sdk.generateClientState(person(userIdOf(call)).userId, asked))
    },
    'POST /people/:userId/devices': async (call) => {
      const asked = await call.json(newDeviceSchema)
      return orSdkError(sdk.bind(person(userIdOf(call)).userId, asked))
    },

    'POST /people/:userId/revocations': async (call) => {
      const { publicSigningKey } = await call.json(revocationSchema)
      return { revoked: people.revoke(userIdOf(call), publicSigningKey) }
    },

    'GET /external-users/:externalUserId': (call) => ({
      userIds: people.lookUp(call.param('externalUserId')).map(({ userId }) => userId),
    }),
    'PUT /external-users/:externalUserId': async (call) => {
      const { userIds } = await call.json(mappingSchema)
      people.mapExternalUser(call.param('externalUserId'), userIds)
    },

    'POST /people/:userId/faults': async (call) => {
      const fault = await call.json(faultSchema)
      if (fault.on === 'lookup') {
        refuse(400, 'A fault on lookup belongs to /external-users/{externalUserId}/faults.')
      }
      faults.add(ofUser(userIdOf(call)), fault)
    },
    'DELETE /people/:userId/faults': (call) => {
      const userId = userIdOf(call)
      faults.clear(ofUser(userId))
      people.settle(userId)
    },

    'POST /external-users/:externalUserId/faults': async (call) => {
      const fault = await call.json(faultSchema)
      if (fault.on !== 'lookup') refuse(400, 'A fault on list or delete belongs to a userId.')
      faults.add(ofExternalUser(call.param('externalUserId')), fault)
    },
    'DELETE /external-users/:externalUserId/faults': (call) => {
      faults.clear(ofExternalUser(call.param('externalUserId')))
    },

    'PUT /states-type': async (call) => {
      people.stateTypes((await call.json(statesTypeSwitch)).statesType)
    },

    'PUT /api-keys': async (call) => {
      const { accepted } = await call.json(keysSchema)
      recognize.keys.accept(accepted)
    },

    'GET /journal': (call) => journal.read(filterOf(call)),
    'DELETE /journal': (call) => {
      journal.clear(filterOf(call))
    },

    'POST /reset': () => {
      people.reset()
      operations.reset()
      sdk.reset()
      faults.reset()
      recognize.keys.reset()
      journal.clear(everyone)
    },
  })
}
