import type { ActivityEventType } from '@/lib/activity/events'
import type { Translate } from '@/lib/messages/messages'

/** What a type of event is called, to choose it by. */
export function typeText(type: ActivityEventType, t: Translate): string {
  return t(`trail.type.${type}`)
}
