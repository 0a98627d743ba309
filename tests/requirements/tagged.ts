import ts from 'typescript'
import { nodesOf, sourcesOf, type Source } from '../rules/support/sources'

/** A test, or a group of them, that carries the number of a requirement. */
export interface Tagged {
  tag: string
  /** From the root of the tree. */
  path: string
  /** With `…` where the title is made while the tests run. */
  title: string
}

const TAG = /@([A-Z]\d+)(?![\w.])/g
/** It chooses when a test runs (playwright.config.ts). */
const NIGHTLY = /@nightly[\w-]*/g
/** They choose the database (playwright.config.ts). */
const DATABASES = ['pglite', 'postgres']

/** Every tag of every test, in the order of the files; read from the sources, without running anything. */
export function readTagged(): Tagged[] {
  return sourcesOf('tests').flatMap((source) => [...taggedIn(source)])
}

function* taggedIn({ path, tree }: Source): Generator<Tagged> {
  for (const node of nodesOf(tree)) {
    if (!ts.isCallExpression(node)) continue
    const [title, details] = node.arguments
    const body = node.arguments.at(-1)
    if (!title || !body || !(ts.isArrowFunction(body) || ts.isFunctionExpression(body))) continue
    const text = textOf(title) ?? `${groupOf(node)}: …`
    const tags = [...(textOf(title)?.matchAll(TAG) ?? [])].map(([, tag = '']) => tag)
    const object = details && objectOf(details, tree)
    if (object) tags.push(...tagsIn(object, path).filter((tag) => !DATABASES.includes(tag)))
    for (const tag of new Set(tags))
      yield { tag, path, title: text.replace(TAG, '').replace(NIGHTLY, '').trim() }
  }
}

/** The texts of specs that carry a tag where {@link readTagged} doesn't find it: neither in a title nor in a `tag`. */
export function hiddenTags(sources: readonly Pick<Source, 'path' | 'tree'>[]): string[] {
  return sources
    .filter(({ path }) => /\.spec\.tsx?$/.test(path) && !path.startsWith('tests/rules/'))
    .flatMap(({ path, tree }) =>
      [...nodesOf(tree)]
        .filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
        .filter((node) => / @[A-Z]\d+(?![\w.])/.test(node.getText()) && !isRead(node))
        .map((node) => `${path}: ${node.getText()}`),
    )
}

function isRead(text: ts.Node): boolean {
  for (let node = text; node.parent !== undefined; node = node.parent) {
    const { parent } = node
    if (ts.isPropertyAssignment(parent) && parent.name.getText() === 'tag') return true
    if (ts.isCallExpression(parent) && parent.arguments[0] === node) {
      const body = parent.arguments.at(-1)
      return body !== undefined && (ts.isArrowFunction(body) || ts.isFunctionExpression(body))
    }
    if (ts.isBlock(parent)) return false
  }
  return false
}

/** An object that is written out, or a constant of the file that is one. */
function objectOf(
  node: ts.Expression,
  tree: ts.SourceFile,
): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(node)) return node
  if (!ts.isIdentifier(node)) return undefined
  for (const one of nodesOf(tree)) {
    const isThat = ts.isVariableDeclaration(one) && one.name.getText() === node.text
    const value = isThat ? one.initializer : undefined
    if (value && ts.isObjectLiteralExpression(value)) return value
  }
  return undefined
}

function tagsIn(details: ts.ObjectLiteralExpression, path: string): string[] {
  const property = details.properties.find((one) => one.name?.getText() === 'tag')
  if (!property) return []
  const value = ts.isPropertyAssignment(property) ? property.initializer : undefined
  const literals = value && ts.isArrayLiteralExpression(value) ? value.elements : [value]
  return literals.map((literal) => {
    if (literal && ts.isStringLiteralLike(literal)) return literal.text.slice(1)
    throw new Error(
      `${path}: a tag has to be written out, so that it can be read: ${literal?.getText()}`,
    )
  })
}

/** The fixed words of a title, or undefined where it has none. */
function textOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node))
    return [
      node.head.text,
      ...node.templateSpans.map(({ expression, literal }) => `${gapOf(expression)}${literal.text}`),
    ].join('')
  if (!ts.isBinaryExpression(node)) return undefined
  const parts = [textOf(node.left), textOf(node.right)]
  return parts.every((part) => part === undefined)
    ? undefined
    : parts.map((part) => part ?? '…').join('')
}

/** What stands for a value of a title; nothing for one that only says whether the test waits for the night. */
function gapOf(value: ts.Expression): string {
  return ts.isConditionalExpression(value) && /'\s?@nightly'/.test(value.getText()) ? '' : '…'
}

/** The title of the group around a test whose own title is a value. */
function groupOf(node: ts.Node): string {
  for (let up = node.parent; up; up = up.parent) {
    if (!ts.isCallExpression(up) || !/\.describe$/.test(up.expression.getText())) continue
    const [title] = up.arguments
    const text = title && textOf(title)
    if (text !== undefined) return text
  }
  return 'for each case'
}
