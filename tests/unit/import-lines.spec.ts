import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MOST_LINE_BYTES, readImportLine } from '@/lib/client-states/intake/read-import-line'
import { splitLines, type Line } from '@/lib/client-states/intake/split-lines'

const AT = new Date('2026-11-30T12:00:00Z')
const MIB = 1024 * 1024
const SECRET = 'canary-of-a-state'
const good = {
  userId: 'ab12',
  clientStateType: 'BACKUP',
  clientState: SECRET,
  publicSigningKey: 'BNyb8+dT4N0=',
}
const bytes = (text: string) => Buffer.from(text)
const read = (line: unknown) => readImportLine(bytes(JSON.stringify(line)), AT)

test('a line that isn’t as described is refused, and no word of it is repeated @D3', () => {
  const cases: [line: Record<string, unknown>, problem: string][] = [
    [{ userId: undefined }, 'userId must be'],
    [{ userId: `${SECRET} AB` }, 'userId must be'],
    [{ userId: 7 }, 'userId must be'],
    [{ clientStateType: undefined }, 'clientStateType must be'],
    [{ clientStateType: 'SDK' }, 'clientStateType must be'],
    [{ clientStateType: 'backup' }, 'clientStateType must be'],
    [{ clientState: undefined }, 'clientState must be'],
    [{ clientState: '' }, 'clientState must be'],
    [{ clientState: { core: SECRET } }, 'clientState must be'],
    [{ clientState: 'a'.repeat(MIB + 1) }, 'clientState must be'],
    [{ clientState: 'ü'.repeat(MIB / 2 + 1) }, 'clientState must be'],
    [{ clientState: `${SECRET}\ud83e` }, 'clientState must be'],
    [{ publicSigningKey: `../${SECRET}!` }, 'publicSigningKey must be'],
    [{ publicSigningKey: null }, 'publicSigningKey must be'],
    [{ storedAt: '2026-04-20T09:00:00' }, 'storedAt must be'],
    [{ storedAt: '2014-12-31T23:59:59Z' }, 'storedAt must be'],
    [{ storedAt: '2026-11-30T12:00:01Z' }, 'storedAt must be'],
    [{ storedAt: Date.parse('2026-04-20') }, 'storedAt must be'],
    [{ publicSigningKey: undefined }, 'it must have publicSigningKey or storedAt'],
    [{ [SECRET]: 1 }, 'it has a field that is not known'],
    [{ publicSigninKey: 'BNyb8+dT4N0=' }, 'it has a field that is not known'],
  ]
  for (const [change, problem] of cases) {
    const line = read({ ...good, ...change })
    const told = JSON.stringify(line)
    expect(line, problem).toMatchObject({ ok: false, error: { code: 'invalid' } })
    expect(told).toContain(problem)
    expect(told).not.toContain(SECRET)
  }
  for (const other of [[], 'text', 7, null, [good]])
    expect(read(other)).toEqual({
      ok: false,
      error: { code: 'invalid', problems: ['it must be an object'] },
    })
})

test('what is no JSON or no UTF-8 is refused, and so is a temporary state', () => {
  const notJson = { ok: false, error: { code: 'not-json' } }
  for (const text of ['{', SECRET, `${JSON.stringify(good)} ${SECRET}`, '['.repeat(60_000)])
    expect(readImportLine(bytes(text), AT)).toEqual(notJson)
  const broken = [...bytes('{"userId":"ab'), 0xff, ...bytes('"}')]
  expect(readImportLine(Uint8Array.from(broken), AT)).toEqual(notJson)
  expect(read({ ...good, clientStateType: 'TEMPORARY' })).toEqual({
    ok: false,
    error: { code: 'temporary' },
  })
  expect(readImportLine(null, AT)).toEqual({ ok: false, error: { code: 'too-long' } })
})

test('a good line is read as it is, with any line end, and a blank one says nothing', () => {
  const clientState = `${SECRET} \u0000"\\ ü 🦉 \u2028`
  for (const [before, after] of [
    ['', ''],
    ['', '\r'],
    ['\ufeff', ' '],
  ])
    expect(
      readImportLine(bytes(`${before}${JSON.stringify({ ...good, clientState })}${after}`), AT),
    ).toEqual({
      ok: true,
      value: {
        userId: 'AB12',
        text: clientState,
        publicSigningKey: good.publicSigningKey,
        storedAt: null,
      },
    })
  const timed = { ...good, publicSigningKey: undefined, storedAt: '2026-04-20T11:00:00+02:00' }
  expect(read(timed)).toMatchObject({
    value: { publicSigningKey: null, storedAt: new Date('2026-04-20T09:00:00Z') },
  })
  for (const blank of ['', '\r', ' \t']) expect(readImportLine(bytes(blank), AT)).toBeNull()
})

test('the longest line has room for the longest state, however it is escaped', () => {
  const escaped = `"${'\\u0001'.repeat(MIB)}"`
  const line = JSON.stringify({ ...good, clientState: '' }).replace('""', () => escaped)
  expect(Buffer.byteLength(line)).toBeLessThan(MOST_LINE_BYTES)
  expect(readImportLine(bytes(line), AT)).toMatchObject({ ok: true })
})

async function* piecesOf(text: Buffer, size: number) {
  for (let from = 0; from < text.length; from += size)
    yield Promise.resolve(text.subarray(from, from + size))
}
async function linesOf(source: AsyncIterable<Uint8Array>, most: number) {
  const lines: Line[] = []
  for await (const line of splitLines(source, most)) lines.push(line)
  return lines
}

test('lines are the same in whatever pieces they come, and only one that is too long is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'ü', '\r', '{'), maxLength: 12 })),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 12 }),
      async (texts, size, most) => {
        const lines = await linesOf(piecesOf(bytes(texts.join('\n')), size), most)
        // An empty last line is no line.
        const expected = texts.at(-1) === '' ? texts.slice(0, -1) : texts
        expect(lines).toEqual(
          expected.map((text, index) => ({
            number: index + 1,
            bytes: Buffer.byteLength(text) > most ? null : bytes(text),
          })),
        )
      },
    ),
  )
})
