import { readChapter } from './requirement'

export const TRAIL = readChapter(`
I. Audit log and log
I1 | test | V16.1.1 (L2), V16.2.1 (L2), V16.2.2 (L2), V16.3.1 (L2), V16.3.2 (L2), V16.3.3 (L2) | Who did what to whom, when and with what outcome: sign-ins, refusals, reading of others’ data, removals, states, roles
I2 | test | V16.4.2 (L2), V13.2.2 (L2) | Entries can be added and nothing else
  gap: The portal’s database account owns its tables, and so the triggers that refuse; a change past them is what I3 finds.
I3 | test | V16.4.2 (L2), V16.4.3 (L2) | A chain under a key, with signed checkpoints and anchors outside: every edit, cut, insertion and older copy is found and located; nothing unverified is signed, and months go by proven time
I4 | test | V2.3.3 (L2), V16.5.3 (L2) | What is done and that it was done are one transaction; a removal has its intent before and its outcome after
I5 | test | V16.2.4 (L2), V16.4.1 (L2), V16.2.3 (L2) | A line of the log is one JSON object, whatever is in it
`)

export const AVAILABILITY = readChapter(`
J. Errors and availability
J1 | test | V16.5.1 (L2), V13.4.2 (L2), V13.4.6 (L3) | People read what happened in general words; details are in the log alone
J2 | test | V16.5.4 (L3), V16.3.4 (L2) | What fails in the background ends nothing else, and nothing fails unheard
J3 | test | V16.5.3 (L2), V16.5.2 (L2) | Without sign-ins, roles, limits or the audit log nothing is done that needs them
J4 | test | V13.1.1 (L2), V13.1.2 (L3), V13.1.3 (L3), V13.2.6 (L3), V15.1.3 (L2), V15.4.4 (L3) | Every dependency has a deadline, a rule for repeating, and a number of calls at once
J5 | test | V13.2.1 (L2), V13.2.2 (L2) | An account per dependency, with the least rights; keys are changed without a restart
  gap: The key of the service changes without a restart; the passwords of database and mail server are read at the start, so they take a rolling restart with both valid meanwhile.
J6 | test | V13.4.1 (L1), V13.4.3 (L2), V13.4.5 (L2), V13.4.7 (L3), V15.2.3 (L2) | No debug pages, source maps, listings or optimiser of images
`)

export const SUPPLY = readChapter(`
K. Supply chain
K1 | test | V15.1.1 (L1), V15.2.1 (L1) | No package below the version that mends what is known of it; how soon one is taken is written down
K2 | test | V15.1.2 (L2), V15.1.4 (L3), V15.1.5 (L3) | A bill of materials per release; packages that carry a risk are named
K3 | test | V15.2.4 (L3) | What is installed is what the lock file says, by hash, from one source, without running scripts
  gap: Optional binaries of systems on which the lock file was not made have no hash yet ([decision 12](../decisions/0012-lock-file.md)).
K4 | test | V15.2.5 (L3), V13.2.4 (L2) | The container: no root, nothing writable but the data, no tools, no way out but to its four partners
  gap: The Dockerfile is read, and what it copies is run, but no image is built here. The way out is the operator’s network policy.
`)
