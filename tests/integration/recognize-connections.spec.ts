import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { deadlineIn, readDeadline } from '@/lib/platform/deadline'
import { deleteUserDevice, listUserDevices } from '@/lib/recognize/client'
import { newSigningKey, newUserId, phoneRow, onePhone } from '../builders/rows'
import { runProgram } from '../fixtures/program'
import { expect, test, makeSomebody, recognize } from './support/test'

test('whoever stops waiting for a list closes the connection at once, and causes no second call @J4', async () => {
  const { userId } = await makeSomebody()
  await recognize.setFault(userId, { on: 'list', kind: 'hang' })
  const browser = new AbortController()
  const list = listUserDevices(userId, deadlineIn(2_700, browser.signal))
  await expect.poll(() => recognize.journal({ userId })).toMatchObject([{ left: false }])
  browser.abort()
  expect(await list).toMatchObject({ ok: false, error: { code: 'timeout' } })
  const given = { timeout: 500, intervals: [20] }
  await expect.poll(() => recognize.journal({ userId }), given).toMatchObject([{ left: true }])
  await sleep(300)
  expect(await recognize.journal({ userId })).toHaveLength(1)
})

test('abandoned calls, however many, don’t pass for a service that fails @J4', async () => {
  const { userId } = await makeSomebody()
  await recognize.setFault(userId, { on: 'list', kind: 'hang', times: 32 })
  for (let group = 0; group < 8; group++) {
    const browser = new AbortController()
    const deadline = deadlineIn(2_700, browser.signal)
    const lists = Array.from({ length: 4 }, () => listUserDevices(userId, deadline))
    const reached = async () => (await recognize.journal({ userId })).length
    await expect.poll(reached, { intervals: [10] }).toBe(4 * (group + 1))
    browser.abort()
    await Promise.all(lists)
  }
  expect(await listUserDevices(userId, readDeadline())).toMatchObject({ ok: true })
})

test('nobody who leaves touches a DELETE that is under way, or one that is still to be sent', async () => {
  const keys = [newSigningKey(), newSigningKey()] as const
  const { userId } = await makeSomebody((userId) =>
    keys.map((publicSigningKey) => phoneRow({ userId, publicSigningKey })),
  )
  await recognize.setFault(userId, { on: 'delete', kind: 'delay', delayMs: 500 })
  const browser = new AbortController()
  const deadline = deadlineIn(2_500, browser.signal)
  const first = deleteUserDevice(userId, keys[0], deadline)
  await expect.poll(() => recognize.journal({ userId })).toHaveLength(1)
  browser.abort()
  expect(await first).toMatchObject({ ok: true })
  expect(await deleteUserDevice(userId, keys[1], deadline)).toMatchObject({ ok: true })
  const answered = { operation: 'delete', status: 200, left: false }
  expect(await recognize.journal({ userId })).toMatchObject([answered, answered])
})

test('calls one after another share one connection, also after an answer that is none of the good ones', async () => {
  const { userId } = await makeSomebody(onePhone)
  const list = () => listUserDevices(userId, readDeadline())
  const remove = () => deleteUserDevice(userId, newSigningKey(), readDeadline())
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 503, after: 3, times: 2 })
  for (const call of [list, list, list, remove, remove, list, list, list]) {
    await call()
    // A connection is free again a moment after the last byte was read.
    await sleep(10)
  }
  const calls = await recognize.journal({ userId })
  expect(calls).toHaveLength(10)
  expect(new Set(calls.map(({ connection }) => connection)).size).toBe(1)
})

test('a DELETE after a pause goes through although the service has closed the idle connection without a word', async () => {
  let connections = 0
  const methods: string[] = []
  const service = createServer((request, response) => {
    methods.push(request.method ?? '')
    // As behind a balancer: the connection is kept, nothing says for how long, and then it is cut.
    response.writeHead(200, { 'content-type': 'application/json', 'keep-alive': '' })
    response.end(request.method === 'GET' ? '[]' : '{"success": true}')
    setTimeout(() => request.socket.destroy(), 50)
  })
  service.on('connection', () => (connections += 1)).listen(0, '127.0.0.1')
  await once(service, 'listening')
  const RECOGNIZE_API_URL = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  const people = Array.from({ length: 5 }, newUserId)
  const env = { RECOGNIZE_API_URL, PAUSE_MS: '120' }
  const { output } = await runProgram('call-recognize', people, { env })
  service.close()
  expect(output.match(/"ok":true/g), output).toHaveLength(15)
  expect(methods.filter((method) => method === 'DELETE')).toHaveLength(5)
  expect(connections).toBe(15)
})
