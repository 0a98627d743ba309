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

/** The definition that an exported action calls, as it is written; empty where it calls none. */
function definitionOf({ text, source }: { text: string; source: Source }): string {
  const built = [...source.text.matchAll(/^const (\w+) = defineAction\((\{.*?^\})\)$/gms)]
  const called = built.filter(([, name]) => new RegExp(`\\bawait ${name}\\(`).test(text))
  // An action that called two would have the checks of one and do the work of the other.
  return called.length === 1 ? (called[0]?.[2] ?? '') : ''
}

const property = (definition: string, name: string) =>
  new RegExp(`^ {2}${name}: ('[^']*'|true|false),$`, 'm').exec(definition)?.[1]?.replaceAll("'", '')

const ACCESS_OF_DEFINITION: Partial<Record<Access, string>> = {
  own: 'own',
  support: 'agent',
  auditor: 'auditor',
  everybody: 'public',
}

test('every action is built by the one builder, with the access that is said of it @C1 @C2', () => {
  const built = actions().map((action) => [action.name, property(definitionOf(action), 'access')])
  const said = Object.entries(ACCESS_OF_ACTIONS).map(([name, access]) => [
    name,
    // Signing out is possible without a session too: it ends what this browser holds.
    name.startsWith('sign-in.') ? 'public' : ACCESS_OF_DEFINITION[access],
  ])
  expect(Object.fromEntries(built)).toEqual(Object.fromEntries(said))
})

test('an action on one’s own names a permission for one’s own, an auditor’s one of auditors @C1 @C2', () => {
  const wrong = actions().filter((action) => {
    const definition = definitionOf(action)
    const permission = property(definition, 'permission') ?? ''
    const access = property(definition, 'access')
    if (access === 'own') return !permission.endsWith(':own')
    return access === 'auditor' ? !permission.startsWith('trail:') : permission !== ''
  })
  expect(wrong.map(({ name }) => name)).toEqual([])
})

test('only a page’s own questions are unattended, and what reads alone changes nothing @C1', () => {
  const named = (name: string, value: string) =>
    actions()
      .filter((action) => property(definitionOf(action), name) === value)
      .map((action) => action.name)
      .toSorted()
  expect(named('unattended', 'true')).toEqual([
    'support.listApprovalsAction',
    'support.listPersonDevicesAction',
    'support.readApprovalAction',
    'support.readPersonReceiptAction',
  ])
  expect(named('changes', 'false')).toEqual([
    'activations.readActivationAction',
    'clean-up.readCleanUpAction',
    'devices.listDevicesAction',
    'receipts.readReceiptAction',
  ])
  // Otherwise a thief could use up what the person needs to end the thief's session.
  expect(named('limit', 'none')).toEqual(['sessions.revokeSessionsAction'])
})

test('only the desk’s actions lead to the desk’s use cases that act @C1', () => {
  const acting =
    /^lib\/support\/(acting\/(prepare-activation|remove-for-person|revoke-person-sessions)|approvals\/(decide|request)-approval|lookup\/find-people)$/
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
  const reading =
    /^lib\/audit\/(integrity\/verification-runs|reading\/read-audit-log|export\/export-audit-log)$/
  const users = sourcesOf('lib', 'app', 'components').filter(
    ({ path, valueImports }) =>
      !path.startsWith('lib/audit/') && valueImports.some((one) => reading.test(one)),
  )
  expect(users.map(({ path }) => path)).toEqual([
    'lib/actions/audit.ts',
    'lib/pages/support/load-audit-log.ts',
    'app/(portal)/support/activity/file/route.ts',
  ])
})

test('every action says whether it asks for a fresh sign-in, and its body does what it says @A6', () => {
  const freshness = actions().map((action) => {
    const fresh = property(definitionOf(action), 'fresh')
    return [action.name, fresh === 'true' ? 'fresh' : (fresh ?? 'no')]
  })
  expect(Object.fromEntries(freshness)).toEqual(FRESHNESS_OF_ACTIONS)
})

/** Forms of pages for nobody, and forms that only look something up: an address in place of an action. */
const WITHOUT_STAMP =
  /action=\{(paths|supportPaths|signInAction|signOutAtProviderAction|explanation|`)/

test('every form that acts says for whom its page was made, also without script @B2', () => {
  const forms = sourcesOf('app', 'components').flatMap(({ path, text }) =>
    [...text.matchAll(/<form\b.*?<\/form>/gs)].map(([form]) => ({ path, form })),
  )
  expect(forms.length).toBeGreaterThan(15)
  const lacking = forms.filter(
    ({ form }) => !form.includes('<PageStamp />') && !WITHOUT_STAMP.test(form),
  )
  expect(lacking.map(({ path }) => path)).toEqual([])
})

test('no action closes over a value, so the key of the build keeps no secret', () => {
  const inline = sourcesOf('app', 'components', 'lib').filter(({ text }) =>
    /^\s+'use (server|cache)'/m.test(text),
  )
  expect(inline.map(({ path }) => path)).toEqual([])
})

test('a route that answers bit by bit refuses HEAD, which would take a place or begin the work for nobody @D12', () => {
  const streams = sourcesOf('app').filter(
    ({ path, imports }) =>
      /\/route\.tsx?$/.test(path) &&
      imports.some((one) => /^lib\/(web\/stream-body|activations\/stream\/)/.test(one)),
  )
  expect(streams).toHaveLength(3)
  expect(streams.filter(({ text }) => !/^export const HEAD = refuseMethod$/m.test(text))).toEqual(
    [],
  )
})
