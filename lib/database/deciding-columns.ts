// Which rows decide who somebody is, whose something is, or what is carried out. Who owns the database may write any of
// them, so each carries a seal (sealed-rows.ts). A new column is sealed unless it is excepted here with a reason, and a new
// table has to stand in one of the two lists: a test compares them with the schema.
//
// A seal can't hold an older version of the same row, put back whole with its old seal. What holds then:
// - a removal: its receipt in the audit log must say that it waits (removal-store.ts)
// - an approval: the audit log must hold no decision on it (decide-approval.ts)
// - a session: its end, its roles' end and the time of its sign-in are sealed, so it comes back for what was left of it
//   at most, and only to who still has the cookie; the seal of an ended session is destroyed with it
// - an activation: the state that it hands out must still be in the vault, and must be of a Recognize user that the caller
//   proves; people are told of each code that hands out a backup
// - a person, and what was seen of their identity: their next sign-in writes all of it anew; agents see who else had it
// - what an agent did in a day: an old row gives back what was done since; each act is in the audit log

/** The tables whose rows are sealed: which columns the seal leaves out, and why each of them decides nothing. */
export const SEALED_TABLES = {
  agent_counts: {},
  activations: {
    openedAt: 'only shown',
    facePassedAt: 'only shown; the service’s list says whether a phone is there',
    failureCode: 'only shown',
    failureModel: 'only shown',
    failedAt: 'only shown',
    dueAt: 'says when to look, not what to do',
    version: 'tells watchers that something changed',
  },
  approvals: {},
  clean_ups: {},
  client_states: {
    keyId: 'the envelope is bound to it',
    wrappedKey: 'opens only for this id, user and kind',
    sealedState: 'opens only for this id, user and kind',
  },
  device_labels: {},
  identity_facts: {},
  notifications: {
    dueAt: 'says when to send, not what or to whom',
    tries: 'spaces the tries',
  },
  pending_removals: {
    dueAt: 'says when to work on it, not what to do',
    tries: 'spaces the tries',
  },
  people: {},
  preparations: {},
  reported_devices: { lastSeenAt: 'only shown' },
  sessions: {
    sealedIdToken: 'sealed by itself, and only a hint for the provider',
    browser: 'only shown',
    lastSeenAt: 'changes with each visit; the sealed end of the session is the limit',
  },
  support_views: {},
} as const

/** The tables whose rows have no seal, and why. */
export const UNSEALED_TABLES = {
  audit_actors: 'has a seal of its own (lib/audit/log/actors.ts)',
  audit_checkpoints: 'each row is signed',
  audit_cuts: 'each row is signed',
  audit_entries: 'a chain of keyed hashes',
  audit_head: 'the chain is compared with it',
  audit_verifications: 'shown to auditors; the entry in the audit log has the result',
  known_devices: 'says what is told of changes; a removal is decided from the service’s own list',
  known_lists: 'the same',
  logout_tokens: 'a row only refuses a token; its key is a hash of what nobody knows before',
  nicknames: 'words for the eye, beside the code of the device',
  rate_limits: 'counters of a library',
  received_states: 'its hash is keyed, over the user and the content',
  removal_leases: 'keeps removals apart in time; what each may do is decided within it',
  ticket_uses: 'only says when auditors are told; each use is in the audit log',
  uploads: 'its hashes are keyed, over who sent what; the answer gives nothing out',
  used_call_numbers:
    'a row only refuses a number; without it the number is good for minutes, for the same person',
} as const
