import 'server-only'
import { and, eq, lte } from 'drizzle-orm'
import { z } from 'zod'
import { database, type Database } from '../../database/connection'
import { uploads } from '../../database/schema'
import { keyedHash } from '../../platform/crypto'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'

/** How long an idempotency key is remembered. */
export const UPLOAD_REMEMBERED_MS = 24 * 3600_000

/** One upload with an idempotency key: who sends it, the key, and all that it asks for. */
export type Upload = {
  readonly issuer: string
  readonly subject: string
  readonly key: string
  readonly content: string
}

const storedAnswer = z.strictObject({
  id: z.string(),
  kind: z.enum(['backup', 'temporary']),
  storedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  isNew: z.boolean(),
})
/** What came of an upload; instants in UTC, ISO 8601. */
export type StoredAnswer = z.infer<typeof storedAnswer>

type Reused = { readonly code: 'idempotency-key-reused' }

/** Neither is ours to keep: a key may be made of anything, and the content is a secret. */
function hashesOf({ key, content }: Upload) {
  const hash = (text: string, of: string) => keyedHash(text, env().AUTH_SECRET, `upload/${of}`)
  return { keyHash: hash(key, 'key'), bodyHash: hash(content, 'content') }
}

function rowOf(upload: Upload) {
  return and(
    eq(uploads.issuer, upload.issuer),
    eq(uploads.subject, upload.subject),
    eq(uploads.keyHash, hashesOf(upload).keyHash),
  )
}

/** What was answered when the same upload came before; null when it didn't, within a day. */
export async function answeredBefore(
  upload: Upload,
  at: Date,
  within: Database = database(),
): Promise<Result<StoredAnswer | null, Reused>> {
  const [row] = await within.select().from(uploads).where(rowOf(upload))
  if (!row || row.at.getTime() <= at.getTime() - UPLOAD_REMEMBERED_MS) return succeed(null)
  if (row.bodyHash !== hashesOf(upload).bodyHash) return fail({ code: 'idempotency-key-reused' })
  return succeed(storedAnswer.parse(row.answer))
}

/**
 * Takes the key for an upload, in the transaction that carries it out; others with the same key wait for its end. False
 * when one of them was first: what it was answered is there now.
 */
export async function claimUpload(upload: Upload, at: Date, tx: Database): Promise<boolean> {
  const { issuer, subject } = upload
  const isOver = lte(uploads.at, new Date(at.getTime() - UPLOAD_REMEMBERED_MS))
  await tx.delete(uploads).where(and(rowOf(upload), isOver))
  const claimed = await tx
    .insert(uploads)
    .values({ issuer, subject, ...hashesOf(upload), answer: {}, at })
    .onConflictDoNothing()
    .returning({ at: uploads.at })
  return claimed.length === 1
}

/** Keeps what a claimed upload is answered, in the same transaction. */
export async function keepAnswer(
  upload: Upload,
  answer: StoredAnswer,
  tx: Database,
): Promise<void> {
  await tx.update(uploads).set({ answer }).where(rowOf(upload))
}
