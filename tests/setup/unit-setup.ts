import fc from 'fast-check'

/** So often a property is tried with values that were made up; thousands of times in `npm run test:nightly`. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 200)

fc.configureGlobal({ numRuns: RUNS })
