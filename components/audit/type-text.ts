import type { AuditEventType } from '@/lib/audit/events/events'
import type { Translate } from '@/lib/i18n/translator'

/** What a type of event is called, to choose it by. */
export function typeText(type: AuditEventType, t: Translate): string {
  return t(`trail.type.${type}`)
}
