import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { SEALED_TABLES, UNSEALED_TABLES } from '@/lib/database/deciding-columns'
import * as schema from '@/lib/database/schema'
import { nodesOf, sourcesOf } from './support/sources'

const tables = Object.entries(schema).flatMap(([name, table]) =>
  is(table, PgTable) ? [{ name, table, sqlName: getTableName(table) }] : [],
)
const exceptions: Readonly<Record<string, Readonly<Record<string, string>>>> = SEALED_TABLES
const sealed = tables.filter(({ sqlName }) => sqlName in exceptions)

/** Why a file reads rows of a sealed table without asking whether they are believed. */
const NEEDS_NO_BELIEF: Readonly<Record<string, string>> = {
  'lib/devices/list/label-device.ts': 'only writes; what it gives back is its own row',
  'lib/auth/oidc/logout-hint.ts': 'a session that has ended, whose seal is broken; only a hint',
  'lib/client-states/vault/reseal-states.ts': 'changes what the envelope itself protects',
}

test('every table of the schema seals its rows, or says why they decide nothing @C8', () => {
  expect([...Object.keys(SEALED_TABLES), ...Object.keys(UNSEALED_TABLES)].toSorted()).toEqual(
    tables.map(({ sqlName }) => sqlName).toSorted(),
  )
  for (const why of Object.values(UNSEALED_TABLES)) expect(why.length).toBeGreaterThan(7)
})

test('every column of a sealed table decides, or says why not; the seal is there, and no primary key is left out', () => {
  for (const { table, sqlName } of sealed) {
    const columns = getTableColumns<PgTable>(table)
    expect(columns['seal']?.notNull, sqlName).toBe(true)
    expect(columns['seal']?.hasDefault, sqlName).toBe(false)
    const excepted = exceptions[sqlName] ?? {}
    for (const [name, why] of Object.entries(excepted)) {
      expect(Object.keys(columns), `${sqlName}.${name}`).toContain(name)
      expect(why.length, `${sqlName}.${name}`).toBeGreaterThan(7)
      expect(columns[name]?.primary, `${sqlName}.${name}`).toBe(false)
    }
    // By name: a key of several columns holds other objects than the table.
    const keys = getTableConfig(table).primaryKeys.flatMap((key) =>
      key.columns.map((column) => column.name),
    )
    for (const [name, column] of Object.entries(columns))
      if (keys.includes(column.name)) expect(Object.keys(excepted), sqlName).not.toContain(name)
  }
})

test('whoever reads rows of a sealed table asks whether they are believed @C8', () => {
  const names = new Map(sealed.map(({ name, sqlName }) => [name, sqlName]))
  const unasked = sourcesOf('lib').flatMap(({ path, text }) => {
    const reads = [...text.matchAll(/\.from\((\w+)\)/g)]
    const changes = text.includes('.returning(')
      ? [...text.matchAll(/\.(?:delete|update)\((\w+)\)/g)]
      : []
    const isReader = [...reads, ...changes].some(([, name = '']) => names.has(name))
    const asks = /\b(believedRows|believedRowOf|updateSealed)\b/.test(text)
    return isReader && !asks ? [path] : []
  })
  expect(unasked.toSorted()).toEqual(Object.keys(NEEDS_NO_BELIEF).toSorted())
})

test('a column that decides is changed with its seal, in one statement @C8', () => {
  const faults: string[] = []
  for (const { path, tree } of sourcesOf('lib', 'cli')) {
    if (path === 'lib/database/sealed-rows.ts') continue
    for (const node of nodesOf(tree)) {
      const call = ts.isCallExpression(node) ? node : null
      const callee = call && ts.isPropertyAccessExpression(call.expression) ? call.expression : null
      if (!call || callee?.name.text !== 'set') continue
      const [, name = ''] = /\.update\((\w+)\)\s*$/.exec(callee.expression.getText()) ?? []
      const found = sealed.find((one) => one.name === name)
      const [given] = call.arguments
      if (found === undefined || given === undefined) continue
      const changed = ts.isObjectLiteralExpression(given)
        ? given.properties.map((property) => property.name?.getText() ?? '…')
        : [given.getText()]
      const excepted = exceptions[found.sqlName] ?? {}
      const isWhole = changed.includes('seal')
      // The key of a state and what it opens are bound to each other.
      const isKey = path === 'lib/client-states/vault/reseal-states.ts'
      if (!isWhole && !isKey && changed.some((column) => !(column in excepted)))
        faults.push(`${path}: ${changed.join(', ')}`)
    }
  }
  expect(faults).toEqual([])
})
