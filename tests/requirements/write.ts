import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { disagreements, REQUIREMENTS_PAGE, requirementsPage } from './document'
import { readTagged } from './tagged'

// `npm run docs:security`: the generated page of requirements from the rows here and the tags of the tests.

const page = fileURLToPath(new URL(`../../${REQUIREMENTS_PAGE}`, import.meta.url))
const tagged = readTagged()
mkdirSync(dirname(page), { recursive: true })
writeFileSync(page, requirementsPage(tagged))
const problems = disagreements(tagged)
for (const problem of problems) console.error(problem)
console.log(
  `${REQUIREMENTS_PAGE} is written: ${new Set(tagged.map(({ path, title }) => path + title)).size} tests have tags.`,
)
process.exitCode = problems.length === 0 ? 0 : 1
