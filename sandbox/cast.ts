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

const day = 24 * 60 * 60 * 1000
const iphone = { osVersion: 'iOS 17.4', sdkVersion: '5.3.0' }
const android = { osVersion: 'Android 15', sdkVersion: '5.2.1' }

function rowsOfAda(userId: string, now: Date): Row[] {
  return [
    rowFrom(userId, 'ada iphone', {
      createdAt: '2025-01-15T09:00:00.000',
      ...iphone,
      type: 'SDK',
    }),
    rowFrom(userId, 'ada backup of 2026', {
      createdAt: '2026-03-03T16:20:05.118',
      ...iphone,
      type: 'BACKUP',
    }),
    rowFrom(userId, 'ada android', {
      createdAt: '2025-03-02T10:11:12.242194378',
      ...android,
      type: 'SDK',
    }),
    rowFrom(userId, 'ada backup of 2024', {
      createdAt: '2024-06-09T07:45:31.903',
      type: 'BACKUP',
    }),
    rowFrom(userId, 'ada temporary', {
      createdAt: localDateTime(new Date(now.getTime() - 2 * day)),
      ...android,
      type: 'TEMPORARY',
    }),
  ]
}

/** Rows of an SDK older than 5.2.1. The service cannot distinguish them. A backup that a phone made has its versions. */
function rowsOfChen(userId: string): Row[] {
  const phone = { osVersion: 'Android 14', sdkVersion: '5.1.0' }
  return [
    rowFrom(userId, 'chen android', {
      createdAt: '2024-11-20T18:03:44.517',
      ...phone,
      type: 'SDK',
    }),
    rowFrom(userId, 'chen backup of 2024', {
      createdAt: '2024-11-20T18:05:02.880',
      ...phone,
      type: 'BACKUP',
    }),
    rowFrom(userId, 'chen backup of 2025', {
      createdAt: '2025-06-14T11:37:20.041',
      ...phone,
      type: 'BACKUP',
    }),
    rowFrom(userId, 'chen backup of the bridge', {
      createdAt: '2025-09-01T08:12:55.306',
      type: 'BACKUP',
    }),
  ]
}

/** An integration that adds a backup at every sign-in. All 50 places are taken. */
function rowsOfDara(userId: string, now: Date): Row[] {
  const firstBackup = Date.parse('2025-02-01T08:00:00.000Z')
  const backups = Array.from({ length: 47 }, (_, index) =>
    rowFrom(userId, `dara backup ${index + 1}`, {
      createdAt: localDateTime(new Date(firstBackup + index * 10 * day + index * 1_234_567)),
      ...(index % 3 === 0 ? {} : iphone),
      type: 'BACKUP',
    }),
  )
  return [
    rowFrom(userId, 'dara iphone', {
      createdAt: '2025-01-31T19:12:08.640',
      ...iphone,
      type: 'SDK',
    }),
    ...backups,
    rowFrom(userId, 'dara tablet', {
      createdAt: '2025-09-14T12:30:00.077310254',
      ...android,
      type: 'SDK',
    }),
    rowFrom(userId, 'dara temporary', {
      createdAt: localDateTime(new Date(now.getTime() - 5 * day)),
      type: 'TEMPORARY',
    }),
  ]
}

export function castAt(now: Date): CastMember[] {
  const ada = userIdFrom('ada')
  const ben = userIdFrom('ben')
  const chen = userIdFrom('chen')
  const dara = userIdFrom('dara')
  return [
    {
      sub: 'ada',
      givenName: 'Ada',
      name: 'Ada Okafor',
      email: 'ada.okafor@example.com',
      situation: 'a phone in use, a stored backup, three older devices',
      recognize: {
        userId: ada,
        isInIdToken: true,
        isKindKnown: true,
        rows: rowsOfAda(ada, now),
        reportingPhone: publicSigningKeyFrom('ada iphone'),
      },
    },
    {
      sub: 'ben',
      givenName: 'Ben',
      name: 'Ben Adeyemi',
      email: 'ben.adeyemi@example.com',
      situation: 'nothing yet',
      recognize: { userId: ben, isInIdToken: true, isKindKnown: true, rows: [] },
    },
    {
      sub: 'chen',
      givenName: 'Chen',
      name: 'Chen Wei',
      email: 'chen.wei@example.com',
      situation: 'four devices of unknown type, no stored backup',
      recognize: {
        userId: chen,
        isInIdToken: false,
        isKindKnown: false,
        rows: rowsOfChen(chen),
      },
    },
    {
      sub: 'dara',
      givenName: 'Dara',
      name: 'Dara Novak',
      email: 'dara.novak@example.com',
      situation: 'all 50 slots taken, most of them backups',
      recognize: {
        userId: dara,
        isInIdToken: false,
        isKindKnown: true,
        rows: rowsOfDara(dara, now),
        reportingPhone: publicSigningKeyFrom('dara iphone'),
      },
    },
    {
      sub: 'eli',
      givenName: 'Eli',
      name: 'Eli Santos',
      email: 'eli.santos@example.com',
      situation: 'signed in, but not known to Recognize',
    },
    {
      sub: 'sam',
      givenName: 'Sam',
      name: 'Sam Keller',
      email: 'sam.keller@example.com',
      situation: 'support, helps other people',
      roles: ['support'],
    },
    {
      sub: 'kim',
      givenName: 'Kim',
      name: 'Kim Adler',
      email: 'kim.adler@example.com',
      situation: 'support, the second agent whom the last phone takes',
      roles: ['support'],
    },
    {
      sub: 'uma',
      givenName: 'Uma',
      name: 'Uma Lindqvist',
      email: 'uma.lindqvist@example.com',
      situation: 'auditor, reads the activity trail',
      roles: ['auditor'],
    },
  ]
}
