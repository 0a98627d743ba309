import { readChapter } from './requirement'

export const ACCESS = readChapter(`
C. Who may do what
C1 | test | V8.1.1 (L1), V8.1.2 (L2), V8.2.1 (L1), V8.3.1 (L1) | Nothing is allowed that isn’t written down: every action and route of the build is tried by everybody who may not
C2 | test | V8.2.2 (L1), V8.3.3 (L3) | Nobody reaches what is somebody else’s, and the service isn’t even asked about it
C3 | test | V8.2.3 (L2), V15.3.1 (L1), V15.3.3 (L2), V14.2.6 (L3) | The browser gets the fields it shows and no others; fields that it sends beyond those asked for do nothing
C4 | test | V8.3.1 (L1), V3.5.2 (L1) | An action decides the same through whatever page it is posted, with script or as a form
C5 | test | V2.3.5 (L3), V6.3.7 (L3), V16.3.2 (L2) | Support acts with reason, ticket and verified caller; the person sees and is told; what would lock somebody out takes two agents, two humans by everything that was ever seen of both
C6 | test | V15.4.2 (L3), V2.3.3 (L2), V2.3.4 (L2) | What was checked still holds when it is done: leases, conditions in the statement, roles re-read with the write
C7 | not built | V8.4.1 (L2) | Tenants are kept apart
  remark: One portal serves one issuer and one Recognize tenant. Rows carry the issuer all the same (A5).
C8 | test | V8.2.2 (L1), V8.3.1 (L1), V13.2.2 (L2) | Who writes to the database without the portal’s secret gets no client state, no role and no removal: a row that decides is believed by its seal alone
  remark: Rows can be deleted, which takes away; of facts about an identity that means a weaker guard (decision 39).
C9 | test | V2.4.1 (L2), V16.2.1 (L2), V16.3.3 (L2) | An agent’s day has limits, on all replicas; half of one, and a ticket that serves for many people, is told to auditors; a person’s history shows who looked
`)

export const INPUT = readChapter(`
D. Actions, forms and other input
D1 | test | V3.5.1 (L1), V3.5.2 (L1), V3.5.3 (L1) | What another origin posts is refused, also without an \`Origin\`
D2 | test | V3.5.3 (L1), V4.1.4 (L3), V13.4.4 (L2) | Changes by POST (or the API’s PUT) alone; other methods get 405
D3 | test | V2.1.1 (L1), V2.2.1 (L1), V2.2.2 (L1), V2.2.3 (L2), V15.3.5 (L2), V15.3.6 (L2), V15.3.7 (L2) | Everything that comes in is parsed by a schema with limits; what doesn’t fit is refused, not repaired
D4 | test | V5.2.1 (L1), V5.2.4 (L3), V15.2.2 (L2), V4.2.5 (L3) | Bodies and client states have a greatest size, strangers’ posts a smaller one and a budget, and a person a greatest number of states
D5 | test | V1.2.4 (L1) | SQL has parameters; no text is put into a statement
D6 | test | V1.2.1 (L1), V1.2.2 (L1), V1.2.3 (L1), V1.3.2 (L1), V3.2.2 (L1) | Text is shown as text, whoever sent it; no markup is set, no code made of text
D7 | test | V1.3.6 (L2), V13.2.4 (L2), V13.2.5 (L2), V15.3.2 (L2) | Addresses at the service are made of a fixed base and checked segments; no redirect is followed, no other host gets the key
D8 | test | V1.3.11 (L2) | Nothing that is filled into a mail becomes a header, an address or a sentence: of a device’s own words only versions stand there, as everywhere
D9 | test | V1.3.12 (L3), V1.1.1 (L2) | No pattern takes long, however bad the text
  gap: The pattern that reads a header of any length is timed; the others were read.
D10 | test | V1.2.10 (L3) | In exported tables no cell is a formula
D11 | test | V3.7.2 (L2) | The portal leads nowhere but to its own pages and to the configured provider
D12 | test | V2.4.1 (L2), V2.1.3 (L2), V2.3.2 (L2), V6.1.1 (L1), V6.3.1 (L1) | How often something may be asked is limited per person, address and network, and in all with a share for quiet networks; exactly, and also while the table can’t be used
D13 | test | V1.5.2 (L2), V1.2.5 (L1), V1.2.9 (L2), V1.3.7 (L2), V1.3.10 (L2), V1.1.2 (L2) | Few server functions, of a floor version; no shell, templates, code or patterns made of input
D14 | test | V2.1.2 (L2), V3.5.4 (L2), V3.5.5 (L2) | Fields that belong together agree, as the device and its owner; the portal has a host of its own and talks to no other window
  remark: The host of its own is the operator’s.
`)
