import { readDemands } from './requirement'

/** What OWASP ASVS 5.0.0 means for a portal of devices, beside the numbers that the chapters cite. */
export const ASVS = readDemands(`
O1 | A6 | 7.5.1 | Full re-authentication before devices change
O2 | A6, C5 | 7.5.3 | More than that for what is hard to undo: an agent who removes the last device
O3 | A6, A10 | 6.8.4 | Strength and time of the provider’s authentication are verified
O4 | A5 | 6.8.1 | A person is provider and subject
O5 | A6, C5 | 6.4.4 | A lost factor is replaced as carefully as it was given
  remark: Proofing at the desk is the organisation’s: the agent states that it was done.
O6 | test | 6.5.6 | Whatever is listed can be removed
O7 | operator | 6.5.7 | A face alone opens nothing
  remark: The provider signs in. A binding takes the code, the person’s token and the selfie.
O8 | H1, H2, H3 | 6.5.1, 6.5.4, 6.5.5, 6.6.2, 6.6.3 | One-time codes: short-lived, once, bound, random, limited
O9 | test | 6.3.7 | People are told of changes
O10 | B4 | 7.4.3 | Ending the other sign-ins is offered after a loss
O11 | B2 | 7.4.1 | What has ended is refused
O12 | B2, B4 | 7.4.2, 7.4.5 | Others end a person’s sign-ins
O13 | B4 | 7.5.2 | People see and end their own
O14 | B3, B5, B6 | 7.1.1–7.1.3, 7.6.1 | Limits and the provider’s part are written down
O15 | C1, C2 | 8.2.1, 8.2.2 | By function and by object
O16 | C3 | 8.2.3, 14.2.6 | By field; as little as possible
O17 | B2, C6 | 8.3.2 | A changed role counts at once
O18 | C1, C2 | 8.3.3 | Rights are the caller’s, not those of the service’s key
O19 | C5, C6 | 2.3.4, 2.3.5 | The last device under a lock; two people for what is worth it
O20 | D12 | 2.4.1 | Limits against automation
O21 | B7, E1, E2, D1, D2 | 3.3, 3.4, 3.5 | Cookies, headers, foreign posts, safe methods
O22 | F2 | 4.1.3 | Nobody sets the proxy’s headers
O23 | A1, A3, A5, A7 | 10.1, 10.2, 10.5 | Tokens on the server alone, bound to browser and transaction
O24 | G4, G2, J5 | 13.2, 13.3 | Secrets and their rotation
O25 | J4 | 13.1.3, 13.2.6 | Deadlines and repeating
O26 | G6, E4, B8 | 14.2.1, 14.3 | Nothing sensitive in addresses, caches or the browser’s storage
O27 | I1, I2, I3, I5, G4 | 16.1–16.4 | Logging
O28 | J1, J3, J4 | 16.5 | General words, closed when in doubt
`)
