import { expect, test } from 'vitest'
import ts from 'typescript'
import { nodesOf, places, sourcesOf, type Source } from './support/sources'

const product = () => sourcesOf('app', 'components', 'lib', 'proxy.ts', 'instrumentation.ts')

/** The calls of a module, as they are written, whose called expression looks like this and whose first argument is bad. */
const calls = (name: RegExp, isBad: (first: ts.Expression | undefined) => boolean) => {
  return ({ tree }: Source) =>
    [...nodesOf(tree)].flatMap((node) => {
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return []
      const isThat = name.test(node.expression.getText())
      return isThat && isBad(node.arguments?.[0]) ? [node.getText().slice(0, 80)] : []
    })
}

test('no statement is made of text: SQL has parameters @D5', () => {
  const isMade = (first: ts.Expression | undefined) =>
    !!first && (ts.isTemplateExpression(first) || ts.isBinaryExpression(first))
  expect(places(product(), calls(/\.(query|execute|unsafe)$/, isMade))).toEqual([])
  const isNoLiteral = (first: ts.Expression | undefined) => !first || !ts.isStringLiteral(first)
  expect(places(product(), calls(/^sql\.raw$/, isNoLiteral))).toEqual([])
  // One table name from the database's own catalogue; nothing of it comes from outside.
  const identifiers = places(
    product(),
    calls(/^sql\.identifier$/, () => true),
  )
  expect(identifiers).toEqual(['lib/audit/integrity/drop-months.ts: sql.identifier(part.name)'])
})

test('no shell, no other interpreter, and no pattern made of input @D13', () => {
  const interpreters = /^(node:)?(child_process|vm|worker_threads|cluster|inspector)$/
  expect(
    places(product(), ({ imports }) => imports.filter((path) => interpreters.test(path))),
  ).toEqual([])
  const isNoPattern = (first: ts.Expression | undefined) =>
    !first || !(ts.isStringLiteral(first) || ts.isRegularExpressionLiteral(first))
  // Two constants of the module make up the one.
  expect(places(product(), calls(/^RegExp$/, isNoPattern))).toEqual([
    'lib/activations/codes/codes.ts: new RegExp(`^[${READABLE_ALPHABET}]{${TYPED_LENGTH}}$`)',
  ])
})

test('pages speak to no other window @D14', () => {
  const words = /postMessage|onmessage|\.opener\b|BroadcastChannel|document\.domain/
  expect(places(product(), ({ text }) => text.match(words) ?? [])).toEqual([])
})
