import type { AddOptions } from '@/lib/activations/steps/add-options'

type Choice = AddOptions['identities'][number]

/** Whether an old phone can help: it must be there, and what it makes takes a place before the new phone does. */
export function canUseOldPhone({ places, phones }: Choice): boolean {
  return phones > 0 && places.limit - places.used >= 2
}

/** What a new phone can be set up from, in the order of what is least work; `full` and `neither` are none. */
export function startMethodOf(choice: Choice): 'full' | 'backup' | 'oldPhone' | 'neither' {
  const { places, backup, phones } = choice
  if (places.used >= places.limit) return 'full'
  if (backup !== null) return 'backup'
  if (canUseOldPhone(choice)) return 'oldPhone'
  return phones > 0 ? 'full' : 'neither'
}

/** Whether anything can be begun at all. */
export function canStart({ identities }: Pick<AddOptions, 'identities'>): boolean {
  return identities.some((choice) => ['backup', 'oldPhone'].includes(startMethodOf(choice)))
}
