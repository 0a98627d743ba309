import type { Demand } from './requirement'

/** NIST SP 800-63B-4: authenticators and sessions. */
export const NIST: readonly Demand[] = [
  {
    id: 'N1',
    what: 'A record of every device that is or was bound, with times and who acted',
    source: '4.1',
    rows: ['I1', 'I4'],
  },
  { id: 'N2', what: 'People are urged to have a second way in', source: '4.1.2.1', rows: [] },
  {
    id: 'N3',
    what: 'Adding a phone takes a fresh sign-in of the strength that is asked for',
    source: '4.1.2.1',
    rows: ['A6'],
    remark: 'Which strength: `STEP_UP_ACR_VALUES` is the operator’s.',
  },
  {
    id: 'N4',
    what: 'A new device is told of by another channel than the one it was added through',
    source: '4.1.2.1, 4.6',
    rows: [],
  },
  {
    id: 'N5',
    what: 'Binding codes: 112 bits, or 40 beside a person who is known',
    source: '4.1.2.2',
    rows: ['H1'],
  },
  {
    id: 'N6',
    what: 'Codes go by hand or by QR code, never by mail',
    source: '4.1.2.2',
    rows: ['H1', 'G4'],
  },
  {
    id: 'N7',
    what: 'Codes are good once, for ten minutes at most',
    source: '4.1.2.2',
    rows: ['H1', 'H2'],
  },
  {
    id: 'N8',
    what: 'The new phone is tried out at the end',
    source: '4.1.2.2',
    rows: [],
    check: 'not built',
    remark: 'The last step compares fingerprints; signing in with the phone is the provider’s.',
  },
  {
    id: 'N9',
    what: 'A binding that was somebody else’s can be undone and said so',
    source: '4.1.2.2',
    rows: [],
  },
  { id: 'N10', what: 'A recovery is told of', source: '4.2.3', rows: [] },
  {
    id: 'N11',
    what: 'A stolen device is removed at once',
    source: '4.3',
    rows: [],
  },
  {
    id: 'N12',
    what: 'Reporting a loss takes no more than one factor',
    source: '4.3',
    rows: [],
    check: 'operator',
    remark:
      'Which factors count as a fresh sign-in is the provider’s; the portal never asks for the lost phone itself.',
  },
  {
    id: 'N13',
    what: 'On request a device is removed without delay, by the person themselves',
    source: '4.3, 4.5',
    rows: [],
  },
  {
    id: 'N14',
    what: 'Every known address is told, with what to do about it',
    source: '4.6',
    rows: [],
  },
  {
    id: 'N15',
    what: 'The secret of a sign-in: 64 bits or more, gone at the end, out of reach of scripts; posts are bound to it',
    source: '5.1',
    rows: ['B1', 'B2', 'B7', 'D1'],
  },
  { id: 'N16', what: 'Cookies', source: '5.1.1', rows: ['B7'] },
  {
    id: 'N17',
    what: 'Whether somebody was asked anew is verified, not believed',
    source: '5.2',
    rows: ['A6'],
  },
  { id: 'N18', what: 'Idle and absolute limits', source: '2.2.3', rows: ['B3'] },
  {
    id: 'N19',
    what: 'What is kept of a sign-in is part of the privacy assessment',
    source: '5.3, 7',
    rows: [],
    check: 'review',
    remark: 'Written down in [personal data](../personal-data.md); no place is kept.',
  },
]

/** PSD2 RTS, Delegated Regulation (EU) 2018/389: for payment providers. */
export const PSD2: readonly Demand[] = [
  {
    id: 'P1',
    what: 'Binding a device takes strong authentication',
    source: 'Article 24(1), (2)(b)',
    rows: ['A6'],
    remark: 'Two factors are the provider’s; `STEP_UP_ACR_VALUES` demands them.',
  },
  {
    id: 'P2',
    what: 'In an environment of the provider’s own',
    source: 'Article 24(2)(a)',
    rows: ['E6', 'E1', 'F1'],
  },
  {
    id: 'P3',
    what: 'Credentials and software reach the person safely, not all through one channel',
    source: 'Article 25',
    rows: ['H1', 'H3'],
    remark: 'The app comes from its store; the portal hands out no software.',
  },
  { id: 'P4', what: 'Renewal is done as the first time', source: 'Article 26', rows: ['H2', 'A6'] },
  {
    id: 'P5',
    what: 'What is revoked is destroyed, with what was kept for it',
    source: 'Article 27',
    rows: ['G5'],
  },
  { id: 'P6', what: 'Keys are shown masked', source: 'Article 22', rows: ['C3', 'G6'] },
  {
    id: 'P7',
    what: 'Five failed tries, five idle minutes',
    source: 'Article 4(3)',
    rows: ['H3', 'B3'],
    remark: 'Failed sign-ins are the provider’s; `SESSION_IDLE_SECONDS` can be 300.',
  },
  {
    id: 'P8',
    what: 'Removing and adding count as actions that imply a risk',
    source: 'PSD2 97(1)(c)',
    rows: ['A6'],
  },
  {
    id: 'P9',
    what: 'The phone that goes doesn’t approve its own going',
    source: 'Article 9',
    rows: [],
    check: 'operator',
    remark: 'The portal never asks the phone; which means the provider takes is the operator’s.',
  },
]
