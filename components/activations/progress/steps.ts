import {
  isEnded,
  TAKE_AWAY_MS,
  UNDO_MS,
  type Activation,
} from '@/lib/activations/tracking/activation-state'

/** How far an activation has come, for the words that say it. */
export type Stage = 'waiting' | 'opened' | 'redeemed' | 'passed' | NonNullable<Activation['ending']>

/** The stage of an activation: how it ended, or else the last event. */
export function stageOf({ ending, openedAt, redeemedAt, facePassedAt }: Activation): Stage {
  if (ending !== null) return ending
  if (facePassedAt !== null) return 'passed'
  if (redeemedAt !== null) return 'redeemed'
  return openedAt === null ? 'waiting' : 'opened'
}

export type StepName =
  'scan' | 'scanOld' | 'signIn' | 'face' | 'list' | 'compare' | 'make' | 'newPhone'

export type Step = {
  readonly name: StepName
  readonly state: 'done' | 'now' | 'next'
  /** When it was done; ISO 8601, UTC. */
  readonly at: string | null
}

/** The steps of an activation in order; at most one is going on. Every step before a done one is done. */
export function stepsOf(activation: Activation): readonly Step[] {
  const { purpose, openedAt, redeemedAt, facePassedAt, ending, endedAt } = activation
  const came = ending === 'listed' || ending === 'stored' ? endedAt : null
  const times: readonly (readonly [StepName, string | null])[] =
    purpose === 'bind'
      ? [
          ['scan', openedAt ?? redeemedAt],
          ['signIn', redeemedAt],
          ['face', facePassedAt],
          ['list', came],
          ['compare', null],
        ]
      : [
          ['scanOld', openedAt ?? redeemedAt],
          ['signIn', redeemedAt],
          ['make', came],
          ['newPhone', null],
        ]
  const done = times.findLastIndex(([, at]) => at !== null) + 1
  return times.map(([name, at], place) => ({
    name,
    at,
    state: place < done ? 'done' : place === done && !isEnded(activation) ? 'now' : 'next',
  }))
}

/** Whether an activation that was undone before its phone appeared may still get a receipt, `now` being when it was read. */
export function mayGetReceipt(
  { purpose, ending, endedAt, redeemedAt, undoReceipt }: Activation,
  now: string,
): boolean {
  return (
    purpose === 'bind' &&
    ending === 'undone' &&
    undoReceipt === null &&
    redeemedAt !== null &&
    endedAt !== null &&
    Date.parse(now) - Date.parse(endedAt) < TAKE_AWAY_MS
  )
}

/** Whether the activation can still be undone here, `now` being when it was read. */
export function canUndo({ ending, endedAt }: Activation, now: string): boolean {
  return ending === 'listed' && endedAt !== null && Date.parse(now) - Date.parse(endedAt) < UNDO_MS
}

/** A number of seconds as “8:41”. */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
