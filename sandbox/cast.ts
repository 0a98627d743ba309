import { localDateTime, rowFrom, userIdFrom, type Row } from './rows'

export interface CastMember {
  /** The OpenID subject. Also the external user ID, if Recognize knows the person. */
  sub: string
  givenName: string
  name: string
  email: string
  /** Text beside the person's button on the sign-in page. */
  situation: string
  roles?: string[]
  recognize?: {
    userId: string
    isInIdToken: boolean
    statesType: 'type' | null
    rows: Row[]
  }
}

type Versions = Pick<Row, 'osVersion' | 'sdkVersion'>

const day = 24 * 60 * 60 * 1000
const iphone = { osVersion: 'iOS 17.4', sdkVersion: '5.3.0' }
const android = { osVersion: 'Android 15', sdkVersion: '5.2.1' }

/** Makes the rows of one person. */
function rowsOf(name: string) {
  const userId = userIdFrom(name)
  return (seed: string, type: Row['type'], createdAt: string, versions: Versions = {}): Row =>
    rowFrom(userId, `${name} ${seed}`, { createdAt, ...versions, ...(type && { type }) })
}

function rowsOfAda(now: Date): Row[] {
  const row = rowsOf('ada')
  return [
    row('iphone', 'SDK', '2025-01-15T09:00:00.000', iphone),
    row('backup of 2026', 'BACKUP', '2026-03-03T16:20:05.118', iphone),
    row('android', 'SDK', '2025-03-02T10:11:12.242194378', android),
    row('backup of 2024', 'BACKUP', '2024-06-09T07:45:31.903'),
    row('temporary', 'TEMPORARY', localDateTime(new Date(now.getTime() - 2 * day)), android),
  ]
}

/** Rows of an SDK older than 5.2.1. The service cannot distinguish them. */
function rowsOfChen(): Row[] {
  const old = { osVersion: 'Android 14', sdkVersion: '5.1.0' }
  return [rowsOf('chen')('android', undefined, '2024-11-20T18:03:44.517', old)]
}

/** An integration that adds a backup at every sign-in. It is close to the limit of 50. */
function rowsOfDara(now: Date): Row[] {
  const row = rowsOf('dara')
  const firstBackup = Date.parse('2025-02-01T08:00:00.000Z')
  const backups = Array.from({ length: 45 }, (_, index) => {
    const storedAt = new Date(firstBackup + index * 11 * day + index * 1_234_567)
    const versions = index % 3 === 0 ? {} : iphone
    return row(`backup ${index + 1}`, 'BACKUP', localDateTime(storedAt), versions)
  })
  return [
    row('iphone', 'SDK', '2025-01-31T19:12:08.640', iphone),
    ...backups,
    row('tablet', 'SDK', '2025-09-14T12:30:00.077310254', android),
    row('temporary', 'TEMPORARY', localDateTime(new Date(now.getTime() - 5 * day))),
  ]
}

/** A member of the cast. The first name is the OpenID subject too. */
function member(
  name: string,
  situation: string,
  more: Pick<CastMember, 'roles' | 'recognize'> = {},
): CastMember {
  const [givenName = ''] = name.split(' ')
  const email = `${name.toLowerCase().replace(' ', '.')}@example.com`
  return { sub: givenName.toLowerCase(), givenName, name, email, situation, ...more }
}

type Known = NonNullable<CastMember['recognize']>

function known(name: string, rows: Row[], habits: Omit<Known, 'userId' | 'rows'>) {
  return { recognize: { userId: userIdFrom(name), rows, ...habits } }
}

export function castAt(now: Date): CastMember[] {
  const inIdToken = { isInIdToken: true, statesType: 'type' } as const
  const byExternalId = { isInIdToken: false, statesType: 'type' } as const
  const withoutType = { isInIdToken: false, statesType: null } as const
  const support = { roles: ['support'] }
  return [
    member(
      'Ada Okafor',
      'two phones, two backups, one temporary',
      known('ada', rowsOfAda(now), inIdToken),
    ),
    member('Ben Adeyemi', 'nothing yet', known('ben', [], inIdToken)),
    member('Chen Wei', 'one phone, no backup', known('chen', rowsOfChen(), withoutType)),
    member(
      'Dara Novak',
      '48 of 50 slots taken, most of them backups',
      known('dara', rowsOfDara(now), byExternalId),
    ),
    member('Eli Santos', 'signed in, but not known to Recognize'),
    member('Sam Keller', 'support, helps other people', support),
    member('Kim Adler', 'support, the second agent whom the last phone takes', support),
    member('Uma Lindqvist', 'auditor, reads the activity trail', { roles: ['auditor'] }),
  ]
}
