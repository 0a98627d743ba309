import { readDemands } from './requirement'

/** NIST SP 800-63B-4: authenticators and sessions. */
export const NIST = readDemands(`
N1 | I1, I4 | 4.1 | A record of every device that is or was bound, with times and who acted
N2 | test | 4.1.2.1 | People are urged to have a second way in
N3 | A6 | 4.1.2.1 | Adding a phone takes a fresh sign-in of the strength that is asked for
  remark: Which strength: \`STEP_UP_ACR_VALUES\` is the operator’s.
N4 | test | 4.1.2.1, 4.6 | A new device is told of by another channel than the one it was added through
N5 | H1 | 4.1.2.2 | Binding codes: 112 bits, or 40 beside a person who is known
N6 | H1, G4 | 4.1.2.2 | Codes go by hand or by QR code, never by mail
N7 | H1, H2 | 4.1.2.2 | Codes are good once, for ten minutes at most
N8 | not built | 4.1.2.2 | The new phone is tried out at the end
  remark: The last step compares fingerprints; signing in with the phone is the provider’s.
N9 | test | 4.1.2.2 | A binding that was somebody else’s can be undone and said so
N10 | test | 4.2.3 | A recovery is told of
N11 | test | 4.3 | A stolen device is removed at once
N12 | operator | 4.3 | Reporting a loss takes no more than one factor
  remark: Which factors count as a fresh sign-in is the provider’s; the portal never asks for the lost phone itself.
N13 | test | 4.3, 4.5 | On request a device is removed without delay, by the person themselves
N14 | test | 4.6 | Every known address is told, with what to do about it
N15 | B1, B2, B7, D1 | 5.1 | The secret of a sign-in: 64 bits or more, gone at the end, out of reach of scripts; posts are bound to it
N16 | B7 | 5.1.1 | Cookies
N17 | A6 | 5.2 | Whether somebody was asked anew is verified, not believed
N18 | B3 | 2.2.3 | Idle and absolute limits
N19 | review | 5.3, 7 | What is kept of a sign-in is part of the privacy assessment
  remark: Written down in [personal data](../personal-data.md); no place is kept.
`)

/** PSD2 RTS, Delegated Regulation (EU) 2018/389: for payment providers. */
export const PSD2 = readDemands(`
P1 | A6 | Article 24(1), (2)(b) | Binding a device takes strong authentication
  remark: Two factors are the provider’s; \`STEP_UP_ACR_VALUES\` demands them.
P2 | E6, E1, F1 | Article 24(2)(a) | In an environment of the provider’s own
P3 | H1, H3 | Article 25 | Credentials and software reach the person safely, not all through one channel
  remark: The app comes from its store; the portal hands out no software.
P4 | H2, A6 | Article 26 | Renewal is done as the first time
P5 | G5 | Article 27 | What is revoked is destroyed, with what was kept for it
P6 | C3, G6 | Article 22 | Keys are shown masked
P7 | H3, B3 | Article 4(3) | Five failed tries, five idle minutes
  remark: Failed sign-ins are the provider’s; [the preset](../providers.md) has \`SESSION_IDLE_SECONDS=300\`.
P8 | A6 | PSD2 97(1)(c) | Removing and adding count as actions that imply a risk
P9 | operator | Article 9 | The phone that goes doesn’t approve its own going
  remark: The portal never asks the phone; which means the provider takes is the operator’s.
`)
