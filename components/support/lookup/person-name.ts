import type { Translate } from '@/lib/i18n/translator'
import type { KnownPerson } from '@/lib/support/support-state'
import { showsSomething } from '@/lib/platform/visible-text'
import { verbatim } from '../../ui/rich'

const MOST_OF_A_NAME = 80

/** The name that agents see. It can't add emphasis, turn text around or fill the page, because the provider sets it. */
export function personName(person: Pick<KnownPerson, 'displayName'> | null, t: Translate): string {
  return plainName(person?.displayName ?? '') || t('desk.unknownPerson')
}

/** The same for a sentence that `Rich` shows: a name stands as it is. */
export function personInText(
  person: Pick<KnownPerson, 'displayName'> | null,
  t: Translate,
): string {
  const name = plainName(person?.displayName ?? '')
  return name === '' ? t('desk.unknownPerson') : verbatim(name)
}

/** A name as it may stand in a sentence; empty when it shows nothing. */
export function plainName(name: string): string {
  const plain = name
    .replaceAll(/\p{C}+/gu, ' ')
    .replaceAll('**', '*')
    .trim()
  if (!showsSomething(plain)) return ''
  return [...plain].length > MOST_OF_A_NAME
    ? `${[...plain].slice(0, MOST_OF_A_NAME).join('')}…`
    : plain
}

/** An agent in a sentence that `Rich` shows: the name and the account. Agents can change their name, but not their account. */
export function agentInText(name: string, account: string, t: Translate): string {
  return t('desk.approval.account', {
    name: verbatim(plainName(name) || '…'),
    account: verbatim(plainName(account)),
  })
}

/** Enough of a Recognize user ID to be compared at a glance. */
export function shortUserId(userId: string): string {
  return `${userId.slice(0, 4)}…${userId.slice(-4)}`
}
