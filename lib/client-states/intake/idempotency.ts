import 'server-only'
import { and, eq, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { Account } from '../../auth/authorization/actor'
import { database, type Database } from '../../database/connection'
import { uploads } from '../../database/schema'
import { keyedHash } from '../../platform/crypto'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'

/** How long an idempotency key is remembered. */
export const UPLOAD_REMEMBERED_MS = 24 * 3600_000

/** One upload with an idempotency key: who sends it, the key, and everything that it asks for. */
export type KeyedUpload = Account & { readonly key: string; readonly content: string }

const uploadAnswer = z.strictObject({
  id: z.string(),
  kind: z.enum(['backup', 'temporary']),
  storedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  isNew: z.boolean(),
})
/** What an upload is answered; instants are ISO 8601, UTC. */
export type UploadAnswer = z.infer<typeof uploadAnswer>

type KeyReused = { readonly code: 'idempotency-key-reused' }

/** Only hashes are kept: a key may be made of anything, and the content is a secret. */
function hashesOf({ key, content }: KeyedUpload) {
  const hash = (text: string, of: string) => keyedHash(text, env().AUTH_SECRET, `upload/${of}`)
  return { keyHash: hash(key, 'key'), bodyHash: hash(content, 'content') }
}

function rowOf(upload: KeyedUpload) {
  return and(
    eq(uploads.issuer, upload.issuer),
    eq(uploads.subject, upload.subject),
    eq(uploads.keyHash, hashesOf(upload).keyHash),
  )
}

/** Names an upload together with its content, without either. */
export function fingerprintOfUpload(upload: KeyedUpload): string {
  const { keyHash, bodyHash } = hashesOf(upload)
  return JSON.stringify([upload.issuer, upload.subject, keyHash, bodyHash])
}

/** What the same upload was answered within the last day; null when it has not been answered. */
export async function findAnswer(
  upload: KeyedUpload,
  at: Date,
  within: Database = database(),
): Promise<Result<UploadAnswer | null, KeyReused>> {
  const [row] = await within.select().from(uploads).where(rowOf(upload))
  if (!row || row.at.getTime() <= at.getTime() - UPLOAD_REMEMBERED_MS) return succeed(null)
  if (row.bodyHash !== hashesOf(upload).bodyHash) return fail({ code: 'idempotency-key-reused' })
  return succeed(uploadAnswer.parse(row.answer))
}

/** Takes the key of an upload until the transaction ends; false when a copy of the upload was first. */
export async function claimKey(upload: KeyedUpload, at: Date, tx: Database): Promise<boolean> {
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

/** Keeps the answer of a claimed upload, in the same transaction. */
export async function saveAnswer(
  upload: KeyedUpload,
  answer: UploadAnswer,
  tx: Database,
): Promise<void> {
  await tx.update(uploads).set({ answer }).where(rowOf(upload))
}
