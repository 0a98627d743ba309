import { readChapter } from './requirement'

export const DATA = readChapter(`
G. Cryptography and data
G1 | test | V11.3.1 (L1), V11.3.2 (L1), V11.3.3 (L2), V11.3.4 (L3), V11.6.1 (L2), V11.2.1 (L2), V11.2.3 (L2), V14.2.4 (L2) | Client states: AES-256-GCM, a key each, wrapped by a named key; bound to person, id, kind and version of the row
G2 | test | V11.2.2 (L2), V11.1.1 (L2), V13.3.4 (L3), V13.1.4 (L3) | Keys are changed while the portal runs; an old one can be destroyed then; an unknown one opens nothing and loses nothing
G3 | test | V11.1.2 (L2), V11.1.3 (L3), V11.4.1 (L1), V11.4.3 (L2) | One module knows the platform’s cryptography; what is used is listed below
G4 | test | V13.3.1 (L2), V13.3.2 (L2), V13.2.3 (L2), V6.3.2 (L1), V16.2.5 (L2) | No secret in sources, build, logs, answers or messages of an error; without good ones the portal doesn’t start
G5 | test | V14.1.1 (L2), V14.1.2 (L2), V14.2.7 (L3) | What is kept, and how long, is written down and kept to; a person can be erased
G6 | test | V14.2.1 (L1), V14.2.3 (L2) | No personal data in addresses or to third parties
G7 | test | V11.2.4 (L3), V11.2.5 (L3) | Secrets are compared in constant time; a failure of cryptography says nothing about itself
G8 | test | V13.2.2 (L2), V14.2.4 (L2) | Files, logs and keys are open to the portal’s own account alone, whatever its umask was; what is open to others stops the start
`)

export const CODES = readChapter(`
H. One-time codes of an activation
H1 | test | V6.4.1 (L1), V6.5.2 (L2), V6.5.3 (L2), V6.5.5 (L2), V6.6.2 (L2), V11.5.1 (L2) | Random codes that only their hash stands for, good for ten minutes, for one person and purpose; never in a query
  remark: The long code has 132 random bits, the typed one 50 and counts for its signed-in person alone.
H2 | test | V6.5.1 (L2), V2.3.4 (L2), V15.4.2 (L3) | Redeemed once, however many try at the same moment, on both databases
H3 | test | V6.6.3 (L2), V6.3.8 (L3), V6.4.2 (L1) | Guessing is limited, and whatever is wrong with a code, the answer is the same
`)
