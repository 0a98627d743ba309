import { testFaultMatrix } from '../integration/support/fault-matrix'

testFaultMatrix('PGlite')
