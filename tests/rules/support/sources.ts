import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** One module of the tree, parsed. */
export interface Source {
  /** From the root of the tree, such as `lib/devices/remove.ts`. */
  path: string
  text: string
  tree: ts.SourceFile
  /** What it imports: a path from the root for our own modules, the specifier for all others. */
  imports: string[]
  /** Those of its imports that are there at run time too. */
  valueImports: string[]
}

/** The modules below some folders, or single files. Each is read once, and only when a test asks for it. */
export function sourcesOf(...places: string[]): Source[] {
  return places.flatMap((place) => filesOf(place)).map(sourceOf)
}

function filesOf(place: string): string[] {
  if (/\.(tsx?|mts|mjs|js)$/.test(place)) return [place]
  return readdirSync(join(root, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|mts|mjs|js)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted()
}

const read = new Map<string, Source>()

function sourceOf(path: string): Source {
  const source = read.get(path) ?? readSource(path)
  read.set(path, source)
  return source
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found = [...importsOf(tree)].map((one) => ({ ...one, path: resolve(path, one.specifier) }))
  const imports = found.map((one) => one.path)
  const valueImports = found.flatMap((one) => (one.isType ? [] : [one.path]))
  return { path, text, tree, imports, valueImports }
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('@/')) return specifier.slice(2)
  return specifier.startsWith('.') ? join(dirname(from), specifier) : specifier
}

/** Every node of a module, with all below it. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  yield node
  for (const child of children) yield* nodesOf(child)
}

/** Static, dynamic, type-only and re-exporting imports alike. */
function* importsOf(tree: ts.SourceFile): Generator<{ specifier: string; isType: boolean }> {
  for (const node of nodesOf(tree)) {
    const isStatic = ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
    if (isStatic && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      yield { specifier: node.moduleSpecifier.text, isType: isTypeOnly(node) }
    if (ts.isImportTypeNode(node))
      yield { specifier: node.argument.getText().slice(1, -1), isType: true }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments
      if (argument && ts.isStringLiteralLike(argument))
        yield { specifier: argument.text, isType: false }
    }
  }
}

/** `import type { A }`; `import { type A }` is not, because the module is still loaded. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
}

/** The string literals of a module, and the fixed parts of its templates; import specifiers and types are none. */
export function literalsOf({ tree }: Source): string[] {
  return [...nodesOf(tree)].flatMap((node) => {
    const isTemplatePart =
      ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)
    if (!isTemplatePart && !ts.isStringLiteralLike(node)) return []
    const { parent } = node
    const isName =
      ts.isImportDeclaration(parent) ||
      ts.isExportDeclaration(parent) ||
      ts.isLiteralTypeNode(parent)
    return isName ? [] : [node.text]
  })
}

/** The texts that stand between JSX tags, and those in attributes that are read out or shown. */
export function jsxTextsOf({ tree }: Source): string[] {
  const shown = /^(title|alt|placeholder|label|aria-label|aria-description)$/
  return [...nodesOf(tree)].flatMap((node) => {
    if (ts.isJsxText(node)) return [node.text]
    const isShown = ts.isJsxAttribute(node) && shown.test(node.name.getText())
    return isShown && node.initializer && ts.isStringLiteral(node.initializer)
      ? [node.initializer.text]
      : []
  })
}

/** The names that a module exports where it declares them. */
export function exportsOf({ tree }: Source): string[] {
  return tree.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    if (!isExported) return []
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText())
    const { name } = statement as ts.DeclarationStatement
    return name === undefined ? [] : [name.getText()]
  })
}

/** A place in a source where something was found, to be read in a failure. */
export function places(
  sources: readonly Source[],
  find: (source: Source) => readonly string[],
): string[] {
  return sources.flatMap((source) => find(source).map((what) => `${source.path}: ${what}`))
}
