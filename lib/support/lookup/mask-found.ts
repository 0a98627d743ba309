import type { FoundName, FoundPerson } from '../support-state'

/**
 * People that a search found, with no more of each than tells them apart: of a name that only begins as was typed, the
 * first word and initials; addresses and the last day only of those whose names look alike.
 */
export function maskFound(found: readonly FoundPerson[], typed: string): FoundPerson[] {
  const named = found.map((one) => ({
    ...one,
    person: one.person && {
      ...one.person,
      displayName: one.exact ? one.person.displayName : maskedName(one.person.displayName, typed),
    },
  }))
  const times = new Map<string, number>()
  for (const { person } of named)
    if (person) times.set(person.displayName, (times.get(person.displayName) ?? 0) + 1)
  return named.map((one) => ({
    ...one,
    person: one.person && onlyName(one.person, times.get(one.person.displayName) === 1),
  }))
}

function onlyName({ displayName, addresses, seenAt }: FoundName, isAlone: boolean): FoundName {
  return isAlone ? { displayName, addresses: [], seenAt: null } : { displayName, addresses, seenAt }
}

/** What was typed and the first word stay: `Robin V…`. */
export function maskedName(name: string, typed: string): string {
  const firstWord = /^\s*\S+/u.exec(name)?.[0].length ?? 0
  const shown = Math.max(firstWord, typed.trim().length)
  const rest = name
    .slice(shown)
    .replace(/^\S+/u, '…')
    .replaceAll(/(?<=\s)(\S)\S+/gu, '$1…')
  return name.slice(0, shown) + rest
}
