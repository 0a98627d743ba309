// Not a test: a program for the set-up. Makes an embedded database in the directory, with everything that a first start makes.
import { connectDatabase } from '@/lib/database/connection'
import { useEnvironment } from '../builders/environment'

useEnvironment()
const [directory = ''] = process.argv.slice(2)
await connectDatabase({ DATA_DIR: directory })
process.exit(0)
