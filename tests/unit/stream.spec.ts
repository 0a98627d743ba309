import { expect, test } from 'vitest'
import { streamBody } from '@/lib/web/stream-body'

/** Pieces that say how many were made, and whether they were ended. */
function pieces(count: number, failAt = Infinity) {
  const seen = { made: 0, ended: false }
  async function* make() {
    try {
      for (let place = 0; place < count; place++) {
        if (place === failAt) throw new Error('the records are away')
        seen.made += 1
        yield await Promise.resolve(`${place};`)
      }
    } finally {
      seen.ended = true
    }
  }
  return { parts: make(), seen }
}

test('all pieces arrive, in order, and the answer ends', async () => {
  const { parts, seen } = pieces(5)
  expect(await new Response(await streamBody(parts)).text()).toBe('0;1;2;3;4;')
  expect(seen).toEqual({ made: 5, ended: true })
  expect(await new Response(await streamBody(pieces(0).parts)).text()).toBe('')
})

test('nothing is made ahead of what was taken', async () => {
  const { parts, seen } = pieces(1_000)
  const reader = (await streamBody(parts)).getReader()
  for (let taken = 1; taken <= 3; taken++) {
    await reader.read()
    expect(seen.made).toBe(taken)
  }
})

test('when the browser leaves, no more is made and what makes it is ended', async () => {
  const { parts, seen } = pieces(1_000)
  const reader = (await streamBody(parts)).getReader()
  await reader.read()
  await reader.read()
  await reader.cancel()
  expect(seen).toEqual({ made: 2, ended: true })
})

test('what can’t begin is no answer, and what breaks off is no whole one', async () => {
  await expect(streamBody(pieces(3, 0).parts)).rejects.toThrow('the records are away')
  const broken = await streamBody(pieces(3, 2).parts)
  await expect(new Response(broken).text()).rejects.toThrow('the records are away')
})
