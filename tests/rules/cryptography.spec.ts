import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import ts from 'typescript'
import { ALGORITHMS } from '@/lib/auth/oidc/claims'
import { sourcesOf, type Source } from './support/sources'

const document = readFileSync('docs/cryptography.md', 'utf8')

/** What derives a key, or names what a key is for, and the place of the purpose among its arguments. */
const CALLS: Partial<Record<string, { place: number; algorithm: string }>> = {
  keyedHash: { place: 2, algorithm: 'HMAC-SHA-256' },
  keyedHasher: { place: 1, algorithm: 'HMAC-SHA-256' },
  seal: { place: 2, algorithm: 'AES-256-GCM' },
  open: { place: 2, algorithm: 'AES-256-GCM' },
  contextOf: { place: 0, algorithm: 'AES-256-GCM' },
}

/** `upload/…` of a template that begins so; of a name, what `text` says it is. */
function purposeOf(argument: ts.Expression | undefined, { path }: Source, text: string): string {
  if (argument && ts.isStringLiteralLike(argument)) return argument.text
  if (argument && ts.isTemplateExpression(argument)) return `${argument.head.text}…`
  const named = argument && ts.isCallExpression(argument) ? argument.expression : argument
  const name = named && ts.isIdentifier(named) ? named.text : ''
  const [, constant] = new RegExp(`^(?:export )?const ${name} = '([^']+)'$`, 'm').exec(text) ?? []
  // One that is made for each page or person: a function that gives a template.
  const [, head] = new RegExp(`^const ${name} = [^\\n]*=>\\n? *\`([^$]+)\\$`, 'm').exec(text) ?? []
  if (head !== undefined) return `${head}…`
  if (constant === undefined) throw new Error(`${path}: what a key is for can’t be read`)
  return constant
}

function usesIn(source: Source, text: string): string[] {
  const uses: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const call = CALLS[node.expression.text]
      if (call)
        uses.push(`${purposeOf(node.arguments[call.place], source, text)}: ${call.algorithm}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source.tree)
  return uses
}

test('every purpose that a key is derived or named for is documented with its algorithm, and no other @G3', () => {
  const product = sourcesOf('lib', 'app', 'cli', 'deploy', 'server').filter(({ imports }) =>
    imports.some((path) => /^lib\/platform\/crypto(\.ts)?$/.test(path)),
  )
  // Beside its own constants those that are shared.
  const textOf = ({ text }: Source) => [text, ...product.map((other) => other.text)].join('\n')
  const used = new Set(product.flatMap((source) => usesIn(source, textOf(source))))
  expect(used.size).toBeGreaterThan(8)
  const rows = document.matchAll(/^\| `([a-z/…-]+)` +\| ([A-Z]+-[A-Z0-9-]+)/gm)
  const documented = [...rows].map(([, purpose, algorithm]) => `${purpose}: ${algorithm}`)
  expect(documented.toSorted()).toEqual([...used].toSorted())
})

test('the one module of cryptography uses the documented algorithms, and no other; no HMAC signs a token @G3 @A2', () => {
  const [module] = sourcesOf('lib/platform/crypto.ts')
  const named = module?.text.matchAll(/\('(sha\d+|aes-[a-z0-9-]+|[a-z0-9]*md5)'/g) ?? []
  expect(new Set([...named].map(([, name]) => name))).toEqual(new Set(['sha256', 'aes-256-gcm']))
  for (const name of ['HKDF-SHA-256', 'HMAC-SHA-256', 'AES-256-GCM', 'SHA-256'])
    expect(document).toContain(name)
  expect(ALGORITHMS.filter((name) => !/^(RS|PS|ES)(256|384|512)$|^EdDSA$/.test(name))).toEqual([])
})
