import { z } from 'zod'

// The vendor's JSON, as documented for the Server API (devices, external user IDs). Added fields are ignored. A field of an
// unexpected type is left out and named in `odd`, so that no row is ever dropped.

/** The documented optional and required text fields of a device row, and the three names a stated kind might arrive under. */
const TEXT_FIELDS = [
  'userId',
  'publicSigningKey',
  'state',
  'createdAt',
  'osVersion',
  'sdkVersion',
  'deletedAt',
  'type',
  'deviceType',
  'clientStateType',
] as const

type TextField = (typeof TEXT_FIELDS)[number]

const MAX_FIELD_LENGTH = 4096
const fieldText = z.string().max(MAX_FIELD_LENGTH)

/** A device row as the service sent it: the documented text fields that were usable, and the names of those that weren't. */
export type UserDeviceRow = { readonly [field in TextField]?: string } & {
  readonly odd: readonly string[]
}

/** A row in which every field can be read: parsed in one go, because a list may have thousands. */
const soundRow = z.object(
  Object.fromEntries(TEXT_FIELDS.map((name) => [name, fieldText.exactOptional()])) as Record<
    TextField,
    z.ZodExactOptional<typeof fieldText>
  >,
)

/** Reads one row of the device list. Never fails: what can't be read is left out and named in `odd`. */
export function readDeviceRow(row: unknown): UserDeviceRow {
  const sound = soundRow.safeParse(row)
  return sound.success ? { ...sound.data, odd: [] } : readOddRow(row)
}

function readOddRow(row: unknown): UserDeviceRow {
  const object = z.record(z.string(), z.unknown()).safeParse(row)
  if (!object.success) return { odd: ['row'] }
  const fields: { [field in TextField]?: string } = {}
  const odd: string[] = []
  for (const name of TEXT_FIELDS) {
    const value = object.data[name]
    if (value === undefined || value === null) continue
    const parsed = fieldText.safeParse(value)
    if (parsed.success) fields[name] = parsed.data
    else odd.push(name)
  }
  return { ...fields, odd }
}

/** An array. Anything else, or a row of another user, refuses the answer: it must not pass for a shorter list. */
export function userDevicesAnswer(userId: string) {
  return z
    .array(z.unknown())
    .transform((rows) => rows.map(readDeviceRow))
    .refine((rows) =>
      rows.every((row) => row.userId === undefined || row.userId.toUpperCase() === userId),
    )
}

/** `DELETE /v2/users/{userId}/devices/{publicSigningKey}` answers `{"success": true}`, documented as always true. */
export const deletedAnswer = z.looseObject({})

/** `GET /v2/external-users/{externalUserId}/users`: an array, empty when no user has that external ID. */
export const externalUsersAnswer = z.array(
  z.looseObject({ userId: z.string().regex(/^[0-9A-Fa-f]{2,256}$/) }),
)

/** `GET /v2/operations/{operationId}` answers more, even an API key: only the needed fields go on. */
export function operationAnswer(operationId: string) {
  return z
    .object({ userId: z.string().regex(/^[0-9A-Fa-f]{2,256}$/), operationId: z.string() })
    .refine((operation) => operation.operationId === operationId)
    .transform(({ userId }) => ({ userId: userId.toUpperCase() }))
}
