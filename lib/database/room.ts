import 'server-only'
import { statfsSync } from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { NoRoomError } from './outage'

const LOOK_EVERY_MS = 1_000

/** The free bytes on the disk of `directory` that this user may write. */
export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize
}

/** Refuses writes while less than `floor` bytes are free: a full disk would stop the database in a statement. */
export function withRoomGuard(client: PGlite, floor: number, free: () => number): PGlite {
  let lookedAt = -Infinity
  let hasRoom = true
  const assertRoom = () => {
    if (performance.now() - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = performance.now()
      hasRoom = free() >= floor
    }
    if (!hasRoom) throw new NoRoomError('too little room is left on the disk of the database')
  }
  return new Proxy(client, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target)
      if (typeof member !== 'function') return member
      return (...parts: unknown[]) => {
        // Every transaction of the portal writes.
        if (property === 'transaction' || (property === 'query' && writes(parts[0]))) assertRoom()
        return Reflect.apply(member, target, parts) as unknown
      }
    },
  })
}

function writes(statement: unknown): boolean {
  return !/^\s*(select|show)\b/i.test(String(statement))
}
