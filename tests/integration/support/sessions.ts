import { revokeSessions } from '@/lib/auth/sessions/revoke-sessions'

/** Ends one session by its hashed id, as when another takes its place. */
export async function endSession(idHash: string, at: Date): Promise<void> {
  await revokeSessions({ which: { kind: 'ids', idHashes: [idHash] }, by: { kind: 'sign-in' }, at })
}
