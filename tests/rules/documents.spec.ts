import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readScripts } from './support/packages'

const root = fileURLToPath(new URL('../..', import.meta.url))

const MOST_WORDS_OF_A_DECISION = 250
const MOST_WORDS = 22_000
const MOST_GLOSSARY_ENTRIES = 30

/** Folders that are installed, built or written by a run. */
const NOT_OURS = /^(node_modules|test-results|playwright-report|\..*)$/

/** Every file and folder of the tree, from its root. */
function pathsBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory() && NOT_OURS.test(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? [path, ...pathsBelow(path)] : [path]
  })
}

const tree = new Set(pathsBelow(''))
const documents = [...tree].filter((path) => path.endsWith('.md')).toSorted()
const isGenerated = (path: string) => path.startsWith('docs/generated/')
const written = documents.filter((path) => !isGenerated(path))
const decisions = written.filter((path) => path.startsWith('docs/decisions/'))

const read = (path: string) => readFileSync(join(root, path), 'utf8')
/** Words as `wc -w` counts them. */
/** The lines of a table are no words. */
const wordsOf = (text: string) =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
const headingsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title)
const withoutCode = (text: string) => text.replace(/^```.*?^```/gms, '')

test('a decision has at most 250 words, four sections, and states its price', () => {
  const faults = decisions.flatMap((path) => {
    const text = read(path)
    const number = Number(/\/(\d{4})-/.exec(path)?.[1])
    const [title = '', ...sections] = headingsOf(text)
    const consequences = text.slice(text.indexOf('## Consequences'))
    return [
      title.startsWith(`${number}. `) ? [] : ['the title lacks its number'],
      sections.join() === 'Status,Context,Decision,Consequences' ? [] : [sections.join()],
      consequences.includes('**Price.**') ? [] : ['the consequences state no price'],
      wordsOf(text) <= MOST_WORDS_OF_A_DECISION ? [] : [`${wordsOf(text)} words`],
    ]
      .flat()
      .map((fault) => `${path}: ${fault}`)
  })
  expect(faults).toEqual([])
  const numbers = decisions.map((path) => path.slice('docs/decisions/'.length).slice(0, 4))
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('all documents together have at most 22,000 words, generated tables aside', () => {
  const counted = written.filter((path) => /^(docs\/|README\.md$|CHANGELOG\.md$)/.test(path))
  const words = counted.reduce((sum, path) => sum + wordsOf(read(path)), 0)
  expect(words).toBeLessThanOrEqual(MOST_WORDS)
})

test('the glossary has at most 30 entries of one sentence', () => {
  const entries = read('docs/glossary.md').match(/^- .+$/gm) ?? []
  expect(entries.length).toBeGreaterThan(0)
  expect(entries.length).toBeLessThanOrEqual(MOST_GLOSSARY_ENTRIES)
  expect(entries.filter((entry) => !/^- \*\*.+?\*\*.*?: [^.]+\.$/.test(entry))).toEqual([])
})

/** The anchors of a document, as the renderer makes them of headings, and those written out. */
function anchorsOf(path: string): Set<string> {
  const text = read(path)
  const made = headingsOf(withoutCode(text)).map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replace(/\s/g, '-'),
  )
  const given = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)
  return new Set([...made, ...given])
}

test('every relative link leads to a file, and to a place in it', () => {
  const broken = documents.flatMap((path) => {
    const links = withoutCode(read(path)).matchAll(
      /\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g,
    )
    return [...links].flatMap(([, target = '', anchor]) => {
      const file = target === '' ? path : normalize(join(dirname(path), target)).replace(/\/$/, '')
      if (!tree.has(file)) return [`${path}: ${target}`]
      const isThere = !anchor || (file.endsWith('.md') && anchorsOf(file).has(anchor))
      return isThere ? [] : [`${path}: ${target}#${anchor}`]
    })
  })
  expect(broken).toEqual([])
})

const FOLDERS = 'app|cli|components|deploy|docs|lib|public|sandbox|server|tests|tools'
const PATH = new RegExp(`^(?:${FOLDERS})/[\\w./()[\\]-]+$`)
const FILE = /^[\w.-]+\.(?:tsx?|mjs|sh)$/

test('every path and file name of the repository that a document names exists', () => {
  const names = new Set([...tree].map((path) => path.slice(path.lastIndexOf('/') + 1)))
  const missing = written.flatMap((path) => {
    const quoted = [...withoutCode(read(path)).matchAll(/`([^`\n]+)`/g)]
    const words = quoted.flatMap(([, text = '']) => text.split(/\s+/))
    return words
      .filter((word) =>
        PATH.test(word) ? !tree.has(word.replace(/\/$/, '')) : FILE.test(word) && !names.has(word),
      )
      .map((word) => `${path}: ${word}`)
  })
  expect(missing).toEqual([])
})

test('every command that a document names is in package.json', () => {
  const scripts = readScripts()
  const unknown = [...written, '.env.example'].flatMap((path) =>
    [...read(path).matchAll(/npm run ([\w:-]+)/g)]
      .filter(([, name = '']) => !scripts.includes(name))
      .map(([command]) => `${path}: ${command}`),
  )
  expect(unknown).toEqual([])
})

test('personal data names every table of the database', () => {
  const schemas = [...tree].filter((path) => path.startsWith('lib/database/schema/'))
  const tables = schemas
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...read(path).matchAll(/pgTable\(\s*'(\w+)'/g)])
    .map(([, name = '']) => name)
  expect(tables.length).toBeGreaterThan(15)
  const text = read('docs/personal-data.md')
  expect(tables.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
})

test('documents put the subject first', () => {
  const inverted = /\b(?:whoever|whomever|whom|of which)\b/gi
  const found = written.flatMap((path) =>
    (read(path).match(inverted) ?? []).map((word) => `${path}: ${word}`),
  )
  expect(found).toEqual([])
})
