import { expect, test } from 'vitest'
import ts from 'typescript'
import {
  ACCESS_OF_ACTIONS,
  ACCESS_OF_ROUTES,
  FRESHNESS_OF_ACTIONS,
  type Access,
} from '../builders/access'
import { sourcesOf, type Source } from './support/sources'

const isExported = (node: ts.Statement) =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)

/** What a module exports that exists at run time, with its text. */
function exportsOf({ tree }: Source): [name: string, text: string][] {
  return tree.statements.filter(isExported).flatMap((node): [string, string][] => {
    if (ts.isFunctionDeclaration(node)) return [[node.name?.text ?? 'default', node.getText()]]
    if (!ts.isVariableStatement(node)) return []
    return node.declarationList.declarations.flatMap(({ name }): [string, string][] =>
      ts.isIdentifier(name)
        ? [[name.text, node.getText()]]
        : name.elements.map((element) => [element.getText(), node.getText()]),
    )
  })
}

const actionModules = () =>
  sourcesOf('lib/actions').filter(({ text }) => /^'use server'/.test(text))

const actions = () =>
  actionModules().flatMap((source) =>
    exportsOf(source).map(([name, text]) => ({
      name: `${source.path.replace(/^lib\/actions\/|\.ts$/g, '')}.${name}`,
      text,
      source,
    })),
  )

const HANDLER = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/
const routes = () =>
  sourcesOf('app')
    .filter(({ path }) => /\/route\.tsx?$/.test(path))
    .flatMap((source) =>
      exportsOf(source)
        // What routeOf gives beside its endpoints refuses (405): `postRedeem` is one for POST. So does refuseMethod.
        .filter(
          ([name, text]) =>
            HANDLER.test(name) &&
            !/= refuseMethod$/.test(text) &&
            (!/routeOf\(/.test(text) || new RegExp(`\\b${name.toLowerCase()}[A-Z]`).test(text)),
        )
        .map(([name]) => `${name} ${source.path.replace(/^app\/|\/route\.tsx?$/g, '')}`),
    )

test('every action and every route handler says who may use it, and nothing is said of what isn’t there @C1', () => {
  expect(
    actions()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(Object.keys(ACCESS_OF_ACTIONS).toSorted())
  expect(routes().toSorted()).toEqual(Object.keys(ACCESS_OF_ROUTES).toSorted())
})

/** The bodies that a module builds with one of the definers. */
const builtWith = ({ text }: Source, definer: string) =>
  [...text.matchAll(new RegExp(`const (\\w+) = ${definer}\\(`, 'g'))].map(([, name]) => name ?? '')

const DEFINERS: Partial<Record<Access, string>> & { own: string } = {
  own: 'defineAction',
  support: 'defineDeskAction',
  auditor: 'defineAuditorAction',
}

test('what is one’s own goes through the check of the own subject, what is support’s or an auditor’s through that of the role @C1 @C2', () => {
  const unguarded = actions().filter(({ name, text, source }) => {
    const access = ACCESS_OF_ACTIONS[name]
    // Signing in and out are before and after there is a subject.
    if (access === 'everybody' || name.startsWith('sign-in.')) return false
    // One's sign-ins belong to who signed in, whom the service need not know.
    if (name === 'sign-ins.endSignIns') return !/await answer</.test(text)
    return !builtWith(source, DEFINERS[access ?? 'own'] ?? DEFINERS.own).some((built) =>
      new RegExp(`\\b${built}\\(`).test(text),
    )
  })
  expect(unguarded.map(({ name }) => name)).toEqual([])
})

test('only the desk’s actions lead to the desk’s use cases that act @C1', () => {
  const acting = /^lib\/support\/(approve|find|prepare|remove|request|sign-ins)$/
  const users = sourcesOf('lib', 'app', 'components').filter(
    ({ path, valueImports }) =>
      !path.startsWith('lib/support/') && valueImports.some((one) => acting.test(one)),
  )
  expect(users.map(({ path }) => path)).toEqual([
    'lib/actions/support-sessions.ts',
    'lib/actions/support.ts',
  ])
})

test('only the auditor’s page, its file and its action lead to the trail of everybody @C1', () => {
  const reading = /^lib\/(audit\/(trail|verification)|activity\/read)$/
  const users = sourcesOf('lib', 'app', 'components').filter(
    ({ path, valueImports }) =>
      !/^lib\/(audit|activity)\//.test(path) && valueImports.some((one) => reading.test(one)),
  )
  expect(users.map(({ path }) => path)).toEqual([
    'lib/actions/audit.ts',
    'app/(portal)/support/activity/file/route.ts',
    'app/(portal)/support/activity/page.tsx',
  ])
})

test('every action says whether it asks for a fresh sign-in, and its body does what it says @A6', () => {
  const freshness = actions().map(({ name, text, source }) => {
    const [, , body = ''] =
      [...source.text.matchAll(/const (\w+) = define\w*Action\((\{.*?\n\})\)/gs)].find(
        ([, built]) => new RegExp(`\\bawait ${built}\\(`).test(text),
      ) ?? []
    const [, fresh] = /^ {2}fresh: (true|'undo'),$/m.exec(body) ?? []
    return [name, fresh === undefined ? 'no' : fresh === 'true' ? 'fresh' : 'undo']
  })
  expect(Object.fromEntries(freshness)).toEqual(FRESHNESS_OF_ACTIONS)
})
