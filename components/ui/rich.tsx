import { Fragment } from 'react'

/** A text; the part between ** and ** is emphasised. */
export function Rich({ text }: { text: string }) {
  return text
    .split('**')
    .map((part, index) =>
      index % 2 ? <strong key={index}>{part}</strong> : <Fragment key={index}>{part}</Fragment>,
    )
}
