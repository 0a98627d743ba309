import { cancelActivation } from '@/lib/activations/steps/undo-activation'
import { openWatch, watchActivation } from '@/lib/activations/stream/watch-activation'
import { MOST_WATCHES } from '@/lib/activations/stream/watch-places'
import { now } from '@/lib/platform/clock'
import { begin, redeem, seen, withBackup, report } from './support/activations'
import { databaseTest as test, expect, makeSomebody } from './support/test'
import { starting } from './support/authorized'

interface Event {
  id: number
  type: string
  data: { activation?: { version: number; ending: string | null }; readAt?: string }
}

/** Reads a stream as a browser does. */
function reading(stream: ReadableStream<Uint8Array>) {
  const reader = stream.pipeThrough(new TextDecoderStream() as ReadableWritablePair).getReader()
  let [text, comments] = ['', 0]
  const next = async (): Promise<Event | null> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        if (block.startsWith(':')) {
          comments++
          continue
        }
        const field = (name: string) =>
          block
            .split('\n')
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2)
        const data = JSON.parse(field('data') ?? 'null') as Event['data']
        return { id: Number(field('id')), type: field('event') ?? '', data }
      }
      const { done, value } = (await reader.read()) as { done: boolean; value?: string }
      if (done) return null
      text += value ?? ''
    }
  }
  return { next, comments: () => comments, cancel: () => reader.cancel() }
}

const yes = async () => true
const never = () => new AbortController().signal

test('nobody watches what isn’t theirs @C2', async () => {
  const { person } = await withBackup()
  const stranger = await makeSomebody()
  const { number } = await begin(person)
  const watching = { isAllowed: yes, lastSeen: null, signal: never() }
  for (const [actor, which] of [
    [stranger.actor, number],
    [person.actor, 'ABCD-EFGH-2345'],
    [person.actor, '../../x'],
  ] as const)
    expect(await openWatch({ authorized: starting(actor), number: which, ...watching })).toEqual({
      ok: false,
      error: { code: 'not-found' },
    })
})

test('each step arrives once, without a key, code or user ID, until nothing more will come @C3', async () => {
  const { person, state } = await withBackup()
  const { number, codes } = await begin(person)
  const events = reading(
    watchActivation({ number, isAllowed: yes, lastSeen: null, signal: never() }),
  )
  const first = await events.next()
  expect(first).toMatchObject({ id: 1, type: 'activation', data: { activation: { number } } })
  expect(first?.data.readAt).toMatch(/Z$/)
  expect(first?.data.activation).toEqual(await seen(person, number))
  await redeem(person, codes.code)
  const second = await events.next()
  expect(second?.id).toBe(2)
  const failed = { event: 'failed', errorCode: 30004, publicSigningKey: null } as const
  await report(person, number, failed)
  const third = await events.next()
  expect(third).toMatchObject({ data: { activation: { failure: { reason: 'face-not-matched' } } } })
  const said = JSON.stringify([first, second, third])
  const secrets = [codes.code, codes.typed, person.userId, state.publicSigningKey, state.id]
  for (const secret of secrets) expect(said).not.toContain(secret)
  await events.cancel()
  // Another replica could have written it: only the database is looked at.
  const ended = await begin(person)
  const watch = reading(
    watchActivation({ number: ended.number, isAllowed: yes, lastSeen: null, signal: never() }),
  )
  await watch.next()
  await cancelActivation({
    authorized: starting(person.actor),
    number: ended.number,
    at: now(),
  })
  expect(await watch.next()).toMatchObject({ data: { activation: { ending: 'cancelled' } } })
  expect(await watch.next()).toBeNull()
})

test('whoever comes back gets only what is new; after the end there is nothing to come back for', async () => {
  const { person } = await withBackup()
  const { number, codes } = await begin(person)
  const again = reading(watchActivation({ number, isAllowed: yes, lastSeen: 1, signal: never() }))
  const next = again.next()
  // It says at once that it is there.
  await expect.poll(again.comments).toBe(1)
  await redeem(person, codes.code)
  expect(await next).toMatchObject({ id: 2 })
  await again.cancel()
  const missed = reading(watchActivation({ number, isAllowed: yes, lastSeen: 1, signal: never() }))
  expect(await missed.next()).toMatchObject({ id: 2 })
  await missed.cancel()
  const other = await begin(person)
  await cancelActivation({
    authorized: starting(person.actor),
    number: other.number,
    at: now(),
  })
  const watching = { isAllowed: yes, lastSeen: 2, signal: never() }
  expect(
    await openWatch({ authorized: starting(person.actor), number: other.number, ...watching }),
  ).toEqual({ ok: false, error: { code: 'over' } })
})

test('a person watches so much and no more, in all browsers together, and a place that was left is free again @D12', async () => {
  const { person } = await withBackup()
  const { number } = await begin(person)
  const leaving = new AbortController()
  const open = (signal = never()) =>
    openWatch({
      authorized: starting(person.actor),
      number,
      isAllowed: yes,
      lastSeen: null,
      signal,
    })
  const watches = await Promise.all(
    Array.from({ length: MOST_WATCHES }, (_, place) =>
      open(place === 0 ? leaving.signal : never()),
    ),
  )
  const TOO_MANY = { ok: false, error: { code: 'too-many' } }
  expect(watches.map(({ ok }) => ok)).toEqual(Array(MOST_WATCHES).fill(true))
  expect(await open()).toEqual(TOO_MANY)
  const other = { ...person.actor, sessionHash: 'another' }
  expect(
    await openWatch({
      authorized: starting(other),
      number,
      isAllowed: yes,
      lastSeen: null,
      signal: never(),
    }),
  ).toEqual(TOO_MANY)
  leaving.abort()
  await expect.poll(async () => (await open()).ok).toBe(true)
  expect(await open()).toEqual(TOO_MANY)
  for (const watch of watches) if (watch.ok && !watch.value.locked) await watch.value.cancel()
  const again = await open()
  expect(again.ok).toBe(true)
  if (again.ok) await again.value.cancel()
})

// Ten seconds, and nothing of the database in it: once is enough.
test('the watch ends with the sign-in, and when the browser goes @B2', async () => {
  test.setTimeout(40_000)
  const { person } = await withBackup()
  const { number } = await begin(person)
  const ended = reading(
    watchActivation({ number, isAllowed: async () => false, lastSeen: null, signal: never() }),
  )
  expect(await ended.next()).toMatchObject({ id: 1 })
  const leaving = new AbortController()
  const left = reading(
    watchActivation({ number, isAllowed: yes, lastSeen: null, signal: leaving.signal }),
  )
  await left.next()
  leaving.abort()
  expect(await left.next()).toBeNull()
  expect(await ended.next()).toMatchObject({ type: 'ended', data: {} })
  expect(await ended.next()).toBeNull()
})
