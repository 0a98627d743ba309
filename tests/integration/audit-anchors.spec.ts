import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { latestCheckpoint, writeCheckpoint } from '@/lib/audit/integrity/checkpoints'
import { createAnchoring, formatAnchor, readAnchors } from '@/lib/audit/integrity/send-anchors'
import { readRetentionRecord, stopInForce } from '@/lib/audit/integrity/stop-retention'
import { verifyAuditLog } from '@/lib/audit/integrity/verify-log'
import type { SignedPosition } from '@/lib/audit/log/chain-position'
import { recordEvent } from '@/lib/audit/log/audit-log'
import { database } from '@/lib/database/connection'
import { about } from './support/audit-log'
import { query } from './support/database'
import { halfYearTest, signedIn } from './support/half-year'
import { expect } from './support/test'

const later = (seconds: number) => new Date(Date.now() + seconds * 1_000)

async function nextCheckpoint(): Promise<SignedPosition> {
  await recordEvent(signedIn, about(undefined))
  await writeCheckpoint(new Date())
  const checkpoint = await latestCheckpoint()
  if (!checkpoint) throw new Error('there is no checkpoint')
  return checkpoint
}

/** A place outside that fails with a status as long as it is told to. */
const test = halfYearTest.extend<{ outside: { url: string; got: string[]; status: number } }>({
  outside: async ({}, use) => {
    const outside = { url: '', got: [] as string[], status: 204 }
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        if (outside.status === 204) outside.got.push(body)
        response.writeHead(outside.status, { location: '/elsewhere' }).end()
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    outside.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    await use(outside)
    server.close()
  },
})

test('each checkpoint gets into the file once, a line each, and the file is nobody else’s @I3', async ({
  own: _,
}, info) => {
  const file = info.outputPath('anchors.jsonl')
  const anchor = createAnchoring({ TRAIL_ANCHOR_FILE: file })
  const first = await nextCheckpoint()
  await anchor(first, new Date())
  await anchor(first, new Date())
  const second = await nextCheckpoint()
  await anchor(second, new Date())
  // Another process that starts finds it there.
  await createAnchoring({ TRAIL_ANCHOR_FILE: file })(second, new Date())
  expect(readFileSync(file, 'utf8')).toBe(`${formatAnchor(first)}\n${formatAnchor(second)}\n`)
  expect(statSync(file).mode & 0o077).toBe(0)
  const read = await readAnchors(file)
  expect(read.ok && (await verifyAuditLog(read.value)).findings).toEqual([])
})

test('the file finds an older state of the database as soon as the next checkpoint is due, and keeps what it has @I3', async ({
  own: _,
}, info) => {
  const file = info.outputPath('anchors.jsonl')
  const checkpoint = await nextCheckpoint()
  await createAnchoring({ TRAIL_ANCHOR_FILE: file })(checkpoint, new Date())
  const before = readFileSync(file, 'utf8')
  await query(`DO $$ BEGIN SET LOCAL session_replication_role = replica;
    DELETE FROM audit_entries WHERE id > 19; DELETE FROM audit_checkpoints;
    UPDATE audit_head SET entries = 19, (hash, recorded_at) = (SELECT hash, recorded_at FROM audit_entries WHERE id = 19); END $$`)
  expect((await verifyAuditLog()).findings, 'nothing inside the database tells').toEqual([])
  await nextCheckpoint()
  const grown = await nextCheckpoint()
  await createAnchoring({ TRAIL_ANCHOR_FILE: file })(grown, new Date())
  expect(readFileSync(file, 'utf8')).toBe(before)
  const record = await readRetentionRecord(database())
  expect(record !== 'broken' && stopInForce(record)?.detail.why).toBe('anchor')
  const read = await readAnchors(file)
  expect(read.ok && (await verifyAuditLog(read.value)).findings).toEqual([
    { what: 'rewritten', entry: checkpoint.entries },
  ])
})

test('an endpoint that fails is asked again after a minute, and gets the checkpoint then; a redirect is not followed @I3', async ({
  own: _,
  outside,
}) => {
  const anchor = createAnchoring({ TRAIL_ANCHOR_URL: outside.url })
  const checkpoint = await nextCheckpoint()
  for (const [status, seconds] of [
    [500, 0],
    [302, 61],
  ] as const) {
    outside.status = status
    await anchor(checkpoint, later(seconds))
  }
  outside.status = 204
  await anchor(checkpoint, later(62))
  expect(outside.got, 'not before a minute is over').toEqual([])
  await anchor(checkpoint, later(122))
  await anchor(checkpoint, later(300))
  expect(outside.got).toEqual([formatAnchor(checkpoint)])
})

test('a file with a line that is no anchor is not added to, and can’t be read as anchors @I3', async ({
  own: _,
}, info) => {
  const file = info.outputPath('anchors.jsonl')
  const checkpoint = await nextCheckpoint()
  for (const line of ['{', '{"entries":1}', 'x', `${formatAnchor(checkpoint)}x`]) {
    writeFileSync(file, `${formatAnchor(checkpoint)}\n${line}\n`, { mode: 0o600 })
    expect(await readAnchors(file)).toEqual({ ok: false, error: { line: 2 } })
    await createAnchoring({ TRAIL_ANCHOR_FILE: file })(checkpoint, new Date())
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3)
  }
})
