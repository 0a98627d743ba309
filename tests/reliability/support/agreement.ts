import { stateOf, type Evidence } from './evidence'
import type { OwnRow } from './visitor'

// What must be true of a person when all is over. Each rule gives a sentence for everything that isn't.

type Rule = (evidence: Evidence) => string[]

const GONE = ['confirmed', 'already-gone']
const FINAL = [...GONE, 'refused-by-service']
const URGENT = ['lost', 'stolen', 'unrecognised']

const intentsOf = ({ undertakings }: Evidence, { deviceId }: OwnRow) =>
  undertakings
    .filter((one) => one.deviceId === deviceId)
    .flatMap(({ entries }) => entries.filter(({ type }) => type === 'removal-intended'))
const deletesOf = ({ calls }: Evidence, { key }: OwnRow) =>
  calls.filter(
    ({ operation, publicSigningKey }) => operation === 'delete' && publicSigningKey === key,
  )

/** The service is asked with the right key, and never to delete what isn't the person's. */
const onlyOwn: Rule = ({ visitor, calls }) => {
  const own = new Set(visitor.rows.map(({ key }) => key))
  const isUsual = (call: (typeof calls)[number]) =>
    call.apiKey === 'right' &&
    (call.operation === 'list' ||
      (call.operation === 'delete' && own.has(call.publicSigningKey ?? '')))
  return calls.filter((call) => !isUsual(call)).map((call) => `unusual call ${call.rawUrl}`)
}

/** Every DELETE has an intent of its own, written before it. */
const intendedFirst: Rule = (evidence) =>
  evidence.visitor.rows.flatMap((row) => {
    const intents = intentsOf(evidence, row).map(({ at }) => at.getTime())
    const unasked = deletesOf(evidence, row).filter(({ at }, index) => {
      const intent = intents.toSorted((a, b) => a - b)[index]
      return intent === undefined || intent > Date.parse(at)
    })
    return unasked.map(
      ({ at }) => `a DELETE of ${row.deviceId} at ${at} without an intent before it`,
    )
  })

/** A removal is begun once or not at all, and what was begun has an outcome: one that is final, at most, and last. */
const oneWay: Rule = ({ undertakings }) =>
  undertakings.flatMap((one) => {
    const types = one.entries.map(({ type }) => type)
    const turns = types.filter((type) => type !== 'removal-held' && type !== 'removal-finished')
    const outcomes = one.entries.flatMap((entry) =>
      entry.type === 'removal-finished' ? [entry.detail.outcome] : [],
    )
    const isFinalLast = outcomes.findIndex((outcome) => FINAL.includes(outcome))
    return [
      ...(turns.length > 1 ? [`${one.receipt} went several ways: ${types.join(', ')}`] : []),
      ...(turns[0] === 'removal-intended' && outcomes.length === 0
        ? [`${one.receipt} was begun and has no outcome`]
        : []),
      ...(isFinalLast !== -1 && isFinalLast !== outcomes.length - 1
        ? [`${one.receipt} went on after its end: ${outcomes.join(', ')}`]
        : []),
    ]
  })

/** What the trail calls gone is gone, and what has gone was asked for and is called gone, or went by itself. */
const nothingLost: Rule = (evidence) => {
  const { visitor, left, undertakings } = evidence
  return visitor.rows.flatMap((row) => {
    const states = undertakings.filter((one) => one.deviceId === row.deviceId).map(stateOf)
    const isCalledGone = states.some((state) => state !== null && GONE.includes(state))
    if (left.has(row.key))
      return isCalledGone ? [`${row.deviceId} is called gone and is listed`] : []
    if (visitor.revoked.has(row.key)) return []
    if (deletesOf(evidence, row).length === 0) return [`${row.deviceId} vanished without a DELETE`]
    return isCalledGone ? [] : [`${row.deviceId} is gone, and no receipt says so: ${states.join()}`]
  })
}

/** Every receipt that the portal led somebody to is there, and has come to its end, or is known to be uncertain. */
const nothingForgotten: Rule = ({ visitor, undertakings, pending, left }) => {
  const known = new Map(undertakings.map((one) => [one.receipt, stateOf(one)]))
  const listed = new Set(
    visitor.rows.filter(({ key }) => left.has(key)).map(({ deviceId }) => deviceId),
  )
  return [
    ...[...visitor.acknowledged]
      .filter((receipt) => (known.get(receipt) ?? null) === null)
      .map((receipt) => `${receipt} was promised and is nowhere`),
    ...[...known]
      .filter(
        ([, state]) =>
          state === 'scheduled' || state === 'running' || state === 'not-yet-confirmed',
      )
      .map(([receipt, state]) => `${receipt} is still ${state}`),
    ...pending
      .filter(({ state, deviceId }) => state !== 'open' || !listed.has(deviceId))
      .map(({ receipt, state, tries }) => `${receipt} is pending: ${state}, tries ${tries}`),
  ]
}

/** What was undone stays undone, and nothing is called undone that nobody undid. */
const undoHolds: Rule = ({ visitor, undertakings }) =>
  undertakings.flatMap((one) => {
    const isCancelled = stateOf(one) === 'cancelled'
    return [
      ...(isCancelled && !visitor.undoAsked.has(one.receipt)
        ? [`${one.receipt} is called undone, and nobody undid it`]
        : []),
      ...(visitor.undone.has(one.receipt) && !isCancelled
        ? [`${one.receipt} was undone and went on`]
        : []),
    ]
  })

/** Tidying up never takes the last phone or the last backup. */
const lastOnesStay: Rule = ({ visitor, left, undertakings }) =>
  (['SDK', 'BACKUP'] as const).flatMap((type) => {
    const rows = visitor.rows.filter((row) => row.type === type)
    const ids = new Set(rows.map(({ deviceId }) => deviceId))
    const wasUrgent = undertakings.some(
      ({ deviceId, entries }) =>
        ids.has(deviceId) &&
        entries.some(
          (entry) => entry.type === 'removal-intended' && URGENT.includes(entry.detail.reason),
        ),
    )
    const isExcused = wasUrgent || rows.some(({ key }) => visitor.revoked.has(key))
    if (rows.length === 0 || isExcused || rows.some(({ key }) => left.has(key))) return []
    return [`the last ${type} is gone, and nothing urgent was asked for`]
  })

/** The pages say what the service and the trail say. */
const pagesAgree: Rule = ({ visitor, look, left, undertakings }) => {
  const { listed, receipts } = look
  const there = visitor.rows.filter(({ key }) => left.has(key)).map(({ deviceId }) => deviceId)
  const isSame = listed?.toSorted().join() === there.toSorted().join()
  const written = new Map(undertakings.map((one) => [one.receipt, stateOf(one)]))
  return [
    ...(isSame ? [] : [`the list shows ${listed?.length} rows, the service has ${there.length}`]),
    ...[...receipts]
      .filter(([receipt, state]) => state !== written.get(receipt))
      .map(([number, state]) => `${number} says ${state}, the trail ${written.get(number)}`),
  ]
}

/** No answer a person must never get. */
const rightAnswers: Rule = ({ visitor }) => visitor.browser.wrongAnswers

const RULES: Rule[] = [
  onlyOwn,
  intendedFirst,
  oneWay,
  nothingLost,
  nothingForgotten,
  undoHolds,
  lastOnesStay,
  pagesAgree,
  rightAnswers,
]

/** Where service, trail and pages don't agree about a person. */
export function disagreements(evidence: Evidence): string[] {
  return RULES.flatMap((rule) => rule(evidence))
}

/** Rows that vanished though nobody asked, and DELETEs beyond what was intended. */
export function lostAndDoubled(evidence: Evidence): { lost: number; doubled: number } {
  const { visitor, left } = evidence
  const lost = visitor.rows.filter(
    (row) =>
      !left.has(row.key) && !visitor.revoked.has(row.key) && intentsOf(evidence, row).length === 0,
  ).length
  const doubled = visitor.rows.reduce(
    (sum, row) =>
      sum + Math.max(0, deletesOf(evidence, row).length - intentsOf(evidence, row).length),
    0,
  )
  return { lost, doubled }
}
