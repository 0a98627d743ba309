import { putClientState, postClientState } from '@/lib/api/endpoints/store-client-state'
import { openState } from '@/lib/client-states/vault/vault'
import { call, type Caller } from './api-test'
import { query } from './database'

/** What the SDK might give: a text, with all that must come back as it was. */
export const STATE = '{"core-client-state":"QUJD \\u0000\\" ü 🦉 ‮"}\r\n'

export const backup = (more: Record<string, unknown> = {}) => ({
  clientState: STATE,
  clientStateType: 'BACKUP',
  ...more,
})

/** Sends a state as the caller's app does. */
export async function upload(
  caller: Caller,
  body: unknown,
  options: { key?: string; put?: boolean; token?: string } = {},
) {
  const headers: Record<string, string> = options.key ? { 'Idempotency-Key': options.key } : {}
  const token = options.token ?? (await caller.token())
  return call(options.put ? putClientState : postClientState, { token, body, headers })
}

export interface StoredRow {
  id: string
  kind: string
  made_by: string
  device_id: string | null
  linked_by: string | null
}

/** What is kept for a user, oldest first. */
export async function storedFor(userId: string): Promise<StoredRow[]> {
  const rows = await query(
    `SELECT id, kind, made_by, device_id, linked_by FROM client_states WHERE user_id = '${userId}' ORDER BY stored_at, id`,
  )
  return rows as unknown as StoredRow[]
}

/** The text of a kept state. */
export async function textOf(id: string, userId: string): Promise<string | null> {
  const state = await openState(id, userId, new Date())
  return state.ok ? state.value.text : null
}
