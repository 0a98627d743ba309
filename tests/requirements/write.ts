import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { disagreements, withTables } from './document'
import { readTagged } from './tagged'

// `npm run docs:security`: the tables of docs/security.md from the rows here and the tags of the tests.

const page = fileURLToPath(new URL('../../docs/security.md', import.meta.url))
const tagged = readTagged()
writeFileSync(page, withTables(readFileSync(page, 'utf8'), tagged))
const problems = disagreements(tagged)
for (const problem of problems) console.error(problem)
console.log(
  `docs/security.md is written: ${new Set(tagged.map(({ path, title }) => path + title)).size} tests have tags.`,
)
process.exitCode = problems.length === 0 ? 0 : 1
