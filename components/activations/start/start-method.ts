import type { AddOptions } from '@/lib/activations/steps/add-options'
import { missingForStart } from '@/lib/activations/steps/start-rules'

type Choice = AddOptions['identities'][number]

/** Whether an old phone can make a temporary state for the new one. */
export function canUseOldPhone(choice: Choice): boolean {
  return missingForStart('old-phone', choice) === null
}

/** What a new phone can be set up from, the least work first; with `full` and `neither` it can't be set up. */
export function startMethodOf(
  choice: Choice,
): 'full' | 'backup' | 'oldPhone' | 'elsewhere' | 'neither' {
  const { backup, phones } = choice
  if (missingForStart('backup', choice) === 'no-place') return 'full'
  if (backup !== null) return 'backup'
  if (choice.isBackupElsewhere) return 'elsewhere'
  if (canUseOldPhone(choice)) return 'oldPhone'
  return phones > 0 ? 'full' : 'neither'
}

/** Whether a phone can be added to any of the identities. */
export function canStart({ identities }: Pick<AddOptions, 'identities'>): boolean {
  return identities.some((choice) => startMethodOf(choice) === 'backup' || canUseOldPhone(choice))
}
