import type { Chapter } from './requirement'

export const BROWSER: Chapter = {
  letter: 'E',
  title: 'What the browser is told',
  rows: [
    {
      id: 'E1',
      what: 'A content security policy with a nonce per answer and Trusted Types; violations are reported',
      sources: ['V3.4.3 (L2)', 'V3.4.6 (L2)', 'V3.4.7 (L3)', 'V1.3.3 (L2)'],
      check: 'test',
    },
    {
      id: 'E2',
      what: 'HSTS, nosniff, referrer and cross-origin policies on every answer, whatever its status',
      sources: [
        'V3.4.1 (L1)',
        'V3.4.4 (L2)',
        'V3.4.5 (L2)',
        'V3.4.8 (L3)',
        'V3.5.8 (L3)',
        'V4.1.1 (L1)',
      ],
      check: 'test',
    },
    {
      id: 'E3',
      what: 'No other origin may read anything',
      sources: ['V3.4.2 (L1)', 'V3.5.6 (L3)', 'V3.5.7 (L3)'],
      check: 'test',
    },
    {
      id: 'E4',
      what: 'What is personal is kept by no cache',
      sources: ['V14.3.2 (L2)', 'V14.2.2 (L2)', 'V14.2.5 (L3)'],
      check: 'test',
    },
    {
      id: 'E5',
      what: 'What isn’t a page can’t be opened as one',
      sources: ['V3.2.1 (L1)'],
      check: 'test',
    },
    {
      id: 'E6',
      what: 'Nothing is loaded from elsewhere',
      sources: ['V3.6.1 (L3)', 'V3.1.1 (L3)', 'V3.7.1 (L2)', 'V3.7.5 (L3)'],
      check: 'test',
    },
  ],
}

export const TRANSPORT: Chapter = {
  letter: 'F',
  title: 'Transport and edge',
  rows: [
    {
      id: 'F1',
      what: 'TLS 1.2 and 1.3 only, with forward secrecy',
      sources: ['V12.1.1 (L1)', 'V12.1.2 (L2)', 'V12.2.1 (L1)'],
      check: 'operator',
      remark: 'The portal speaks HTTP to the proxy in front of it, which keeps the certificate.',
    },
    {
      id: 'F2',
      what: 'The proxy overwrites the headers that say who asks; the portal believes as many hops as are configured, and no more',
      sources: ['V4.1.3 (L2)', 'V15.3.4 (L2)', 'V4.2.1 (L2)'],
      check: 'test',
    },
    {
      id: 'F3',
      what: 'Service, database, provider and mail server over verified TLS, without a way around it',
      sources: ['V12.3.1 (L2)', 'V12.3.2 (L2)', 'V12.3.3 (L2)', 'V12.3.4 (L2)'],
      check: 'test',
    },
    {
      id: 'F4',
      what: 'Pages lead from http to https; what machines call refuses http',
      sources: ['V4.1.2 (L2)'],
      check: 'operator',
      remark: 'The proxy listens on port 80, if anything does; the portal never sees that request.',
    },
  ],
}
