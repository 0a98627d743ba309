import { readChapter } from './requirement'

export const BROWSER = readChapter(`
E. What the browser is told
E1 | test | V3.4.3 (L2), V3.4.6 (L2), V3.4.7 (L3), V1.3.3 (L2) | A content security policy with a nonce per answer and Trusted Types; violations are reported
E2 | test | V3.4.1 (L1), V3.4.4 (L2), V3.4.5 (L2), V3.4.8 (L3), V3.5.8 (L3), V4.1.1 (L1) | HSTS, nosniff, referrer and cross-origin policies on every answer, whatever its status
E3 | test | V3.4.2 (L1), V3.5.6 (L3), V3.5.7 (L3) | No other origin may read anything
E4 | test | V14.3.2 (L2), V14.2.2 (L2), V14.2.5 (L3) | What is personal is kept by no cache
E5 | test | V3.2.1 (L1) | What isn’t a page can’t be opened as one
E6 | test | V3.6.1 (L3), V3.1.1 (L3), V3.7.1 (L2), V3.7.5 (L3) | Nothing is loaded from elsewhere
`)

export const TRANSPORT = readChapter(`
F. Transport and edge
F1 | operator | V12.1.1 (L1), V12.1.2 (L2), V12.2.1 (L1) | TLS 1.2 and 1.3 only, with forward secrecy
  remark: The portal speaks HTTP to the proxy in front of it, which keeps the certificate.
F2 | test | V4.1.3 (L2), V15.3.4 (L2), V4.2.1 (L2) | The proxy overwrites the headers that say who asks; the portal believes as many hops as are configured, and no more
F3 | test | V12.3.1 (L2), V12.3.2 (L2), V12.3.3 (L2), V12.3.4 (L2) | Service, database, provider and mail server over verified TLS, without a way around it
F4 | operator | V4.1.2 (L2) | Pages lead from http to https; what machines call refuses http
  remark: The proxy listens on port 80, if anything does; the portal never sees that request.
`)
