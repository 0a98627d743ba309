// Adding a phone: the pages, and what can go wrong on the phone.

export const enAdd = {
  'page.add': 'Add a phone',
} as const
