import { localDateTime, publicSigningKeyFrom, rowFrom, userIdFrom, type Row } from './rows'

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
    /** False when the service itself doesn't know the types of the rows: then it states none, whatever the setting. */
    isKindKnown: boolean
    rows: Row[]
    /** The key of the phone whose app reports itself when the demo starts. */
    reportingPhone?: string
  }
}

type Versions = Pick<Row, 'osVersion' | 'sdkVersion'>

const day = 24 * 60 * 60 * 1000
const iphone = { osVersion: 'iOS 17.4', sdkVersion: '5.3.0' }
const android = { osVersion: 'Android 15', sdkVersion: '5.2.1' }

/** Makes the rows of one person. */
function rowsOf(name: string) {
  const userId = userIdFrom(name)
  return (
    seed: string,
    type: NonNullable<Row['type']>,
    createdAt: string,
    versions: Versions = {},
  ): Row => rowFrom(userId, `${name} ${seed}`, { createdAt, ...versions, type })
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

/** Rows of an SDK older than 5.2.1. The service cannot distinguish them. A backup that a phone made has its versions. */
function rowsOfChen(): Row[] {
  const row = rowsOf('chen')
  const old = { osVersion: 'Android 14', sdkVersion: '5.1.0' }
  return [
    row('android', 'SDK', '2024-11-20T18:03:44.517', old),
    row('backup of 2024', 'BACKUP', '2024-11-20T18:05:02.880', old),
    row('backup of 2025', 'BACKUP', '2025-06-14T11:37:20.041', old),
    row('backup of the bridge', 'BACKUP', '2025-09-01T08:12:55.306'),
  ]
}

/** An integration that adds a backup at every sign-in. All 50 places are taken. */
function rowsOfDara(now: Date): Row[] {
  const row = rowsOf('dara')
  const firstBackup = Date.parse('2025-02-01T08:00:00.000Z')
  const backups = Array.from({ length: 47 }, (_, index) => {
    const storedAt = new Date(firstBackup + index * 10 * day + index * 1_234_567)
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
  const inIdToken = { isInIdToken: true, isKindKnown: true }
  const byExternalId = { isInIdToken: false, isKindKnown: true }
  const withoutType = { isInIdToken: false, isKindKnown: false }
  const reporting = (phone: string) => ({ reportingPhone: publicSigningKeyFrom(phone) })
  const support = { roles: ['support'] }
  return [
    member(
      'Ada Okafor',
      'a phone in use, a stored backup, three older devices',
      known('ada', rowsOfAda(now), { ...inIdToken, ...reporting('ada iphone') }),
    ),
    member('Ben Adeyemi', 'nothing yet', known('ben', [], inIdToken)),
    member(
      'Chen Wei',
      'four devices of unknown type, no stored backup',
      known('chen', rowsOfChen(), withoutType),
    ),
    member(
      'Dara Novak',
      'all 50 slots taken, most of them backups',
      known('dara', rowsOfDara(now), { ...byExternalId, ...reporting('dara iphone') }),
    ),
    member('Eli Santos', 'signed in, but not known to Recognize'),
    member('Sam Keller', 'support, helps other people', support),
    member('Kim Adler', 'support, the second agent whom the last phone takes', support),
    member('Uma Lindqvist', 'auditor, reads the activity trail', { roles: ['auditor'] }),
  ]
}
