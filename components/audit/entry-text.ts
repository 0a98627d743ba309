import { sdkErrorLabel } from '@/lib/activations/tracking/sdk-errors'
import type { AuditEvent } from '@/lib/audit/events/events'
import type { Translate } from '@/lib/i18n/translator'
import { stateName } from '../devices/row/device-name'

/** Who reads: the person on the page of a `device` or in their `own` history, or an `auditor` in the audit log. */
export type Voice = 'device' | 'own' | 'auditor'

/** What happened, in words. An event without words doesn't compile. */
export function entryText(event: AuditEvent, voice: Voice, t: Translate): string {
  const others = { device: deviceText, own: () => null, auditor: auditorText }[voice]
  const text = others(event, t) ?? ownText(event, t)
  return 'callerCheck' in event.detail
    ? t('history.onCall', { text, caller: t(`history.caller.${event.detail.callerCheck}`) })
    : text
}

/** Other words where it is clear which device is meant; null: the words of `own`. */
function deviceText(event: AuditEvent, t: Translate): string | null {
  switch (event.type) {
    case 'client-state-stored':
    case 'client-state-destroyed':
    case 'device-reported':
    case 'device-renamed':
    case 'device-appeared':
    case 'device-vanished':
    case 'device-came-back':
      return t(`history.${event.type}`)
    case 'device-changed':
      return t('history.device-changed', statesOf(event, t))
    case 'activation-ended':
      return t(`history.activation-ended.${event.detail.ending}`)
    default:
      return null
  }
}

/** Texts for a reader that the event isn't about. Null: the texts of `own` apply. */
function auditorText(event: AuditEvent, t: Translate): string | null {
  switch (event.type) {
    case 'removal-by-support':
      return t('history.trail.removal-by-support', {
        reason: t(`remove.reason.${event.detail.reason}`),
      })
    case 'activation-refused':
      return t('history.trail.activation-refused', {
        why: t(`history.trail.refused.${event.detail.why}`),
      })
    case 'person-looked-up': {
      const { by, outcome, found } = event.detail
      const result =
        outcome === 'answered'
          ? t('history.trail.found', { count: found ?? 0 })
          : t(`history.trail.found.${outcome}`)
      return t(`history.trail.person-looked-up.${by}`, { result })
    }
    case 'trail-exported':
      return t('history.trail.trail-exported', { format: event.detail.format })
    case 'agent-alarm': {
      const { what, count, limit } = event.detail
      return t(`history.trail.agent-alarm.${what}`, { count, limit: String(limit) })
    }
    case 'limit-reached':
      return t('history.trail.limit-reached', { limit: event.detail.limit })
    case 'row-tampered':
      return t('history.trail.row-tampered', event.detail)
    case 'access-refused':
      return t('history.trail.access-refused', { action: event.detail.action })
    case 'sign-in-refused':
      return t('history.trail.sign-in-refused', {
        why: t(`history.trail.sign-in-refused.${event.detail.why}`),
      })
    case 'device-came-back':
      return t('history.trail.device-came-back', { date: event.detail.removedAt.slice(0, 10) })
    case 'device-labelled':
      return t(`history.trail.device-labelled.${event.detail.label}`)
    case 'device-appeared':
    case 'device-vanished':
    case 'person-viewed':
    case 'activation-prepared':
    case 'roles-withdrawn':
      return t(`history.trail.${event.type}`)
    case 'sign-ins-ended-by-support':
      return t('history.trail.sign-ins-ended-by-support', {
        why: t(`history.ended.${event.detail.why}`),
      })
    default:
      return null
  }
}

function ownText(event: AuditEvent, t: Translate): string {
  switch (event.type) {
    case 'removal-held':
      return t(event.detail.waitsForService ? 'history.removal-waits' : 'history.removal-held', {
        reason: t(`remove.reason.${event.detail.reason}`),
      })
    case 'removal-intended':
    case 'removal-by-support':
      return t(`history.${event.type}`, { reason: t(`remove.reason.${event.detail.reason}`) })
    case 'removal-finished':
      return t('history.removal-finished', { outcome: t(`outcome.${event.detail.outcome}`) })
    case 'removal-cancelled':
      return t(`history.removal-cancelled.${event.detail.why}`)
    case 'approval-decided':
      return t(`history.approval-decided.${event.detail.decision}`)
    case 'client-state-stored':
      return t(`history.own.client-state-stored.${event.detail.kind}`)
    case 'client-state-destroyed':
      return t(`history.own.client-state-destroyed.${event.detail.kind}`, {
        why: t(`history.destroyed.${event.detail.why}`),
      })
    case 'activation-started':
      return t(`history.activation-started.${event.detail.purpose}`)
    case 'activation-failed': {
      const { detail } = event
      const error = 'model' in detail ? detail : { code: String(detail.code), model: null }
      return t('history.activation-failed', { code: sdkErrorLabel(error) })
    }
    case 'activation-ended': {
      const { ending } = event.detail
      return ending === 'listed' || ending === 'undone'
        ? t(`history.own.activation-ended.${ending}`)
        : t(`history.activation-ended.${ending}`)
    }
    case 'device-renamed':
      return t(event.detail.named ? 'history.own.device-renamed' : 'history.own.device-unnamed')
    case 'device-labelled':
      return t(`history.device-labelled.${event.detail.label}`)
    case 'device-reported':
    case 'device-appeared':
    case 'device-vanished':
    case 'device-came-back':
      return t(`history.own.${event.type}`)
    case 'device-changed':
      return t('history.own.device-changed', statesOf(event, t))
    case 'trail-verified': {
      const { entries, findings } = event.detail
      return findings === 0
        ? t('history.trail-verified.intact', { count: entries })
        : t('history.trail-verified.broken', { count: findings })
    }
    case 'retention-checked':
      return t('history.retention-checked', { count: event.detail.dropped })
    case 'retention-stopped':
      return t('history.retention-stopped', { why: t(`trail.stopped.${event.detail.why}`) })
    case 'sign-in-ended':
      return t(`history.sign-in-ended.${event.detail.by}`, { count: event.detail.signIns })
    default:
      return t(`history.${event.type}`)
  }
}

/** The service's words for a device before and after; it has none of its own that people know for a usable one. */
function statesOf(
  { detail: { from, to } }: Extract<AuditEvent, { type: 'device-changed' }>,
  t: Translate,
) {
  const usable = t('history.device-usable')
  const name = (state: string | null) => (state === null ? usable : stateName(state, t))
  return { from: name(from), to: name(to) }
}
