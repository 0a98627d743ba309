import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import ts from 'typescript'
import { jsxTextsOf, literalsOf, nodesOf, places, sourcesOf } from './support/sources'

const pages = () => sourcesOf('app', 'components')
const product = () => sourcesOf('app', 'components', 'lib')
const everything = () =>
  sourcesOf(
    ...[
      'app',
      'cli',
      'components',
      'lib',
      'server',
      'sandbox',
      'tests',
      'tools',
      'deploy',
      'proxy.ts',
    ],
  )

test('no page writes an address of the portal by hand', () => {
  const address = /^\/(activity|call-number|devices|receipts|sessions|support|signed-out)\b/
  const written = places(pages(), (source) =>
    literalsOf(source).filter((text) => address.test(text)),
  )
  expect(written).toEqual([])
})

test('no component has a text of its own: every word a person sees is in the messages', () => {
  const letters = /\p{L}/u
  expect(
    places(pages(), (source) => jsxTextsOf(source).filter((text) => letters.test(text))),
  ).toEqual([])
})

test('nothing is put into a page as markup and no text is run as code @D6 @D13', () => {
  const markup =
    /dangerouslySetInnerHTML|\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|document\.write/
  const code = /\beval\s*\(|new Function\s*\(|javascript:/
  expect(places(product(), ({ text }) => text.match(markup) ?? [])).toEqual([])
  expect(places(product(), ({ text }) => text.match(code) ?? [])).toEqual([])
})

test('types are not argued away, and nothing is left for later', () => {
  const argued = places(everything(), ({ text, tree }) => [
    ...[...nodesOf(tree)]
      .filter((node) => node.kind === ts.SyntaxKind.AnyKeyword)
      .map((node) => node.parent.getText()),
    // Put together, so that this file does not find itself.
    ...(text.match(new RegExp(['@ts-', '(ignore|expect-error|nocheck)'].join(''), 'g')) ?? []),
    ...(text.match(new RegExp(`\\b(${['TO', 'DO|FIX', 'ME|XX', 'X'].join('')})\\b`, 'g')) ?? []),
  ])
  expect(argued).toEqual([])
})

test('the layout has no left and right, so that it turns around with the language', () => {
  const side = /(?<![\w-])-?(m[lr]|p[lr]|left|right|inset-[lr]|scroll-[mp][lr])-[\w[(.]/
  const shape = /(?<![\w-])(text-(left|right)|float-(left|right)|clear-(left|right))(?![\w-])/
  const edge = /(?<![\w-])(rounded-([lr]|[tb][lr])|border-[lr]|divide-[lr])(?![a-z])/
  const physical = places(pages(), (source) =>
    literalsOf(source).filter((text) => [side, shape, edge].some((rule) => rule.test(text))),
  )
  expect(physical).toEqual([])
  const css = readFileSync(fileURLToPath(new URL('../../app/globals.css', import.meta.url)), 'utf8')
  const property =
    /(?:^|[\s;{])((?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|left|right|text-align)\s*:\s*[^;]+/g
  const found = [...css.matchAll(property)].map(([text]) => text.trim())
  expect(found.filter((text) => !/text-align\s*:\s*(start|end|center)/.test(text))).toEqual([])
})

test('colours and sizes come from the theme, none is written into a component', () => {
  const literal = /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(/i
  expect(
    places(sourcesOf('components'), (source) =>
      literalsOf(source).filter((text) => literal.test(text)),
    ),
  ).toEqual([])
})

test('the service is asked for lists, removals, look-ups and operations alone: its telemetry decides nothing', () => {
  const client = sourcesOf('lib/recognize').filter(({ path }) => path.endsWith('/client.ts'))
  const paths = client
    .flatMap(({ tree }) => [...nodesOf(tree)])
    .filter(
      (node) => ts.isArrayLiteralExpression(node) && ts.isStringLiteral(node.elements[0] ?? node),
    )
  expect(paths.map((path) => path.getText()).toSorted()).toEqual([
    `['external-users', externalUserId, 'users']`,
    `['operations', operationId]`,
    `['users', userId, 'devices', publicSigningKey]`,
    `['users', userId, 'devices']`,
  ])
})

test('whatever makes files keeps them to itself: the portal, every command, the demo and the sandbox @G4', () => {
  const isPrivate = /^(process\.umask\(0o077\)|\s*keepFilesPrivate\(\))$/m
  const starts = ['cli/command.ts', 'lib/start.ts', 'sandbox/demo.mjs', 'sandbox/main.ts']
  for (const path of [...starts, 'server/start.mjs'])
    expect(isPrivate.test(readFileSync(path, 'utf8')), path).toBe(true)
  const commands = sourcesOf('cli').filter(({ path }) => path !== 'cli/command.ts')
  expect(commands.length).toBeGreaterThan(5)
  for (const { path, text } of commands) expect(text, path).toContain(`from './command'`)
})
