import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { People } from '../../fixtures/people'
import { openIdControl, recognizeControl } from '../../fixtures/sandbox-client'
import type { PortalStart } from '../../setup/portal'
import { disagreements, lostAndDoubled } from './agreement'
import { gather, isMoving, lookAround, stateOf, type Evidence, type LastLook } from './evidence'
import { Figures } from './figures'
import { inLanes } from '../../fixtures/in-lanes'
import type { Slowest } from './plain-browser'
import { recordsIn, type Place, type Records } from './records'
import { RestartablePortal } from '../../setup/restartable-portal'
import type { Kill, Schedule } from './schedule'
import { Visitor, type World } from './visitor'

const AT_ONCE = 10
const SETTLE_MS = 90_000

export interface Run {
  start: PortalStart
  /** Where this portal keeps what it knows. */
  place: Place
  schedules: Schedule[]
  kills: Kill[]
}

/** Carries the schedules out, several at a time, while the portal is killed; gives what doesn't agree afterwards. */
export async function runSchedules({ start, place, schedules, kills }: Run) {
  const startedAt = performance.now()
  const recognize = recognizeControl(start.sandbox.recognize.control)
  const people = new People(recognize, openIdControl(start.sandbox.openid.control))
  const portal = new RestartablePortal(start)
  const world: World = { portal, recognize, people, figures: new Figures() }
  const seconds = () => Math.round((performance.now() - startedAt) / 1000)
  try {
    await portal.whenUp()
    const visitors = await liveThrough(world, schedules, kills)
    const livedAfter = seconds()
    const { looks, records } = await settle(world, visitors, place)
    const evidence = await inLanes(visitors, AT_ONCE, (visitor, index) =>
      gather(visitor, looks[index] as LastLook, records, recognize),
    )
    await Promise.all(visitors.map(({ browser }) => browser.close()))
    return {
      disagreements: evidence.flatMap(describe),
      failures: visitors.flatMap(({ browser }) => browser.failures),
      figures: {
        schedules: visitors.length,
        kills: portal.kills,
        seconds: { lived: livedAfter, all: seconds() },
        ...summary(evidence),
        counts: world.figures,
      },
    }
  } finally {
    await portal.stop()
  }
}

/** All schedules, with the kills meanwhile. */
async function liveThrough(world: World, schedules: Schedule[], kills: Kill[]) {
  const progress = new EventEmitter()
  let begun = 0
  const living = inLanes(schedules, AT_ONCE, async (schedule, index) => {
    begun = index + 1
    progress.emit('begun')
    const visitor = await Visitor.arrive(index + 1, schedule, world)
    await visitor.live()
    return visitor
  })
  let hasEnded = false
  const over = living.finally(() => {
    hasEnded = true
    progress.emit('begun')
  })
  const killing = async () => {
    for (const { at, afterMs, againMs } of kills) {
      while (!hasEnded && begun < at * schedules.length) await once(progress, 'begun')
      await sleep(afterMs)
      if (hasEnded) return
      await world.portal.killAndStart(againMs)
    }
  }
  const [visitors] = await Promise.all([over, killing()])
  return visitors
}

/** Waits until nothing is to come any more; gives the last pages of everybody, and what the ended portal left behind. */
async function settle({ portal }: World, visitors: readonly Visitor[], place: Place) {
  const giveUpAt = performance.now() + SETTLE_MS
  const isLate = () => performance.now() > giveUpAt
  const looks: (LastLook | undefined)[] = []
  const look = () =>
    inLanes(visitors, AT_ONCE, async (visitor, index) => {
      const last = looks[index]
      const now = last === undefined || isMoving(last) ? await lookAround(visitor) : last
      looks[index] = now
      return now
    })
  for (;;) {
    const seen = await look()
    if (seen.some(isMoving) && !isLate()) {
      await sleep(1_000)
      continue
    }
    await portal.stop()
    const records = await recordsIn(place)
    const unfinished = unfinishedIn(records, seen)
    if (isLate() || unfinished.length === 0) return { looks: seen, records }
    // What no page shows: its answer was cut off, or its device has gone meanwhile.
    await portal.startAgain()
    await sleep(Math.max(...unfinished.map(({ dueAt }) => dueAt.getTime())) - Date.now() + 2_000)
    for (const [index, { person }] of visitors.entries())
      if (unfinished.some(({ userId }) => userId === person.userId)) looks[index] = undefined
  }
}

/** What is still to be done, but for looking at devices that are listed although their removal may have happened. */
function unfinishedIn({ pending }: Records, looks: readonly LastLook[]) {
  const listed = new Set(looks.flatMap((look) => look.listed ?? []))
  return pending.filter(
    ({ state, accepted, deviceId }) =>
      state !== 'open' || accepted === true || !listed.has(deviceId),
  )
}

function describe(evidence: Evidence): string[] {
  const { number, schedule, person } = evidence.visitor
  const found = disagreements(evidence)
  if (found.length === 0) return []
  return [
    `schedule ${number} (${person.userId.slice(0, 12)}…): ${JSON.stringify(schedule)}`,
    ...found.map((sentence) => `  ${sentence}`),
    ...evidence.undertakings.map(
      ({ receipt, deviceId, entries }) =>
        `    ${receipt} of ${deviceId}: ${entries.map((entry) => `${entry.at.toISOString().slice(14, 23)} ${entry.type} ${entry.type === 'removal-finished' ? entry.detail.outcome : ''}`).join(', ')}`,
    ),
    ...evidence.calls.map(
      ({ at, operation, status }) => `    ${at.slice(14, 23)} ${operation} ${status}`,
    ),
  ]
}

function summary(evidence: Evidence[]) {
  const receipts = new Figures()
  for (const { undertakings } of evidence)
    for (const one of undertakings) receipts.count(stateOf(one) ?? 'refused at once')
  const total = (of: (one: Evidence) => number) => evidence.reduce((sum, one) => sum + of(one), 0)
  const slowest = (of: (one: Evidence) => Slowest) =>
    evidence.map(of).reduce((a, b) => (b.ms > a.ms ? b : a))
  return {
    deletes: total(({ calls }) => calls.filter(({ operation }) => operation === 'delete').length),
    lists: total(({ calls }) => calls.filter(({ operation }) => operation === 'list').length),
    receipts,
    lost: total((one) => lostAndDoubled(one).lost),
    doubled: total((one) => lostAndDoubled(one).doubled),
    requestsCutOff: total(({ visitor }) => visitor.browser.cutOff),
    formsRepeatedByRedirect: total(({ visitor }) => visitor.browser.repeatedForms),
    slowestPage: slowest(({ visitor }) => visitor.browser.slowestPage),
    slowestForm: slowest(({ visitor }) => visitor.browser.slowestForm),
  }
}
