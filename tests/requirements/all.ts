import { ACCESS, INPUT } from './access'
import { ASVS } from './asvs'
import { CODES, DATA } from './data'
import { BROWSER, TRANSPORT } from './edge'
import { NIST, PSD2 } from './guidance'
import { AVAILABILITY, SUPPLY, TRAIL } from './operations'
import { SESSION, SIGN_IN } from './sign-in'

export const CHAPTERS = [
  SIGN_IN,
  SESSION,
  ACCESS,
  INPUT,
  BROWSER,
  TRANSPORT,
  DATA,
  CODES,
  TRAIL,
  AVAILABILITY,
  SUPPLY,
] as const

export const GUIDANCE = [
  { title: 'NIST SP 800-63B-4', demands: NIST },
  { title: 'OWASP ASVS 5.0.0, in this portal’s terms', demands: ASVS },
  { title: 'PSD2 RTS (Regulation (EU) 2018/389)', demands: PSD2 },
] as const

export const ROWS = CHAPTERS.flatMap(({ rows }) => rows)
export const DEMANDS = GUIDANCE.flatMap(({ demands }) => demands)
