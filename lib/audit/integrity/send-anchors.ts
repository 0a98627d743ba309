import 'server-only'
import { open, readFile } from 'node:fs/promises'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { database } from '../../database/connection'
import { auditEntries } from '../../database/schema'
import { env } from '../../platform/env'
import { log } from '../../platform/log'
import { fail, succeed, type Result } from '../../platform/result'
import { headOfLog, type SignedPosition } from '../log/chain-position'
import { isGenuine } from './signed-positions'
import { stopRetention } from './stop-retention'

// An anchor is a checkpoint outside the database: whoever owns the database can't take it back.

const SEND_MS = 5_000
const RETRY_MS = 60_000
const MOST_LINE_BYTES = 4_096

const anchorLine = z
  .strictObject({
    entries: z.number().int().min(1),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    at: z.iso.datetime().transform((text) => new Date(text)),
    signature: z.string(),
  })
  .readonly()

/** A checkpoint as one line of text, for a place outside the database. */
export function formatAnchor({ entries, hash, at, signature }: SignedPosition): string {
  return JSON.stringify({ entries, hash, at: at.toISOString(), signature })
}

/** A fault of a file of anchors: it can't be read, or a line of it has not the form of an anchor. */
export type AnchorFault = 'unreadable' | 'empty' | { readonly line: number }

/** Reads a file of anchors. They have the form of anchors; `isGenuine` tells whether the portal has signed them. */
export async function readAnchors(path: string): Promise<Result<SignedPosition[], AnchorFault>> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return fail('unreadable')
  const anchors: SignedPosition[] = []
  for (const [place, line] of text.split('\n').entries()) {
    if (line === '') continue
    const anchor = parseAnchor(line)
    if (anchor === null) return fail({ line: place + 1 })
    anchors.push(anchor)
  }
  return anchors.length === 0 ? fail('empty') : succeed(anchors)
}

function parseAnchor(line: string): SignedPosition | null {
  try {
    return anchorLine.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

/** Where an anchor goes: throws when it didn't get there. */
type Send = (anchor: SignedPosition, at: Date) => Promise<void>

/** Sends anchors to the places of the settings. What didn't get there is told, and tried again after a minute. */
export function createAnchoring(
  { TRAIL_ANCHOR_FILE, TRAIL_ANCHOR_URL }: AnchorSettings = env(),
): Send {
  const places = [
    TRAIL_ANCHOR_FILE === undefined ? [] : anchoringTo('file', appendTo(TRAIL_ANCHOR_FILE)),
    TRAIL_ANCHOR_URL === undefined ? [] : anchoringTo('url', postTo(TRAIL_ANCHOR_URL)),
  ].flat()
  return async (anchor, at) => {
    await Promise.all(places.map((send) => send(anchor, at)))
  }
}

type AnchorSettings = {
  readonly TRAIL_ANCHOR_FILE?: string | undefined
  readonly TRAIL_ANCHOR_URL?: string | undefined
}

function anchoringTo(place: 'file' | 'url', send: Send): Send {
  let sent = ''
  let failedAt = -Infinity
  return async (anchor, at) => {
    if (anchor.signature === sent || at.getTime() - failedAt < RETRY_MS) return
    try {
      await send(anchor, at)
      sent = anchor.signature
      failedAt = -Infinity
    } catch (err) {
      failedAt = at.getTime()
      const { entries } = anchor
      log().error({ err, place, entries }, 'the anchor did not get outside, and is tried again')
    }
  }
}

function postTo(url: string): Send {
  return async (anchor) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: formatAnchor(anchor),
      redirect: 'error',
      signal: AbortSignal.timeout(SEND_MS),
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`the answer was ${response.status}`)
  }
}

/** The last line of the file also tells whether the chain is still the one that was anchored. */
function appendTo(path: string): Send {
  return async (anchor, at) => {
    const last = await lastAnchor(path)
    if (last?.signature === anchor.signature) return
    if (last && !(await isStillThere(last))) {
      await stopRetention('anchor', at)
      throw new Error('the audit log is not the one whose anchors are in the file')
    }
    const file = await open(path, 'a', 0o600)
    try {
      await file.appendFile(`${formatAnchor(anchor)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  }
}

/** The last line of the file; null when there is none. The file grows for years: no more of it is read. */
async function lastAnchor(path: string): Promise<SignedPosition | null> {
  const file = await open(path, 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, MOST_LINE_BYTES))
    await file.read(tail, 0, tail.length, size - tail.length)
    const line = tail
      .toString('utf8')
      .split('\n')
      .findLast((text) => text !== '')
    if (line === undefined) return null
    const anchor = parseAnchor(line)
    if (anchor === null) throw new Error('the last line of the file is not an anchor')
    return anchor
  } finally {
    await file.close()
  }
}

async function isStillThere(anchor: SignedPosition): Promise<boolean> {
  if (!isGenuine('checkpoint', anchor)) return false
  const { entries } = await headOfLog()
  if (anchor.entries > entries) return false
  const isThis = eq(auditEntries.id, anchor.entries)
  const [row] = await database()
    .select({ hash: auditEntries.hash })
    .from(auditEntries)
    .where(isThis)
  // One that was dropped can't be compared any more.
  return row === undefined || row.hash === anchor.hash
}
