import { Fragment, type ReactNode } from 'react'

const [OPEN, CLOSE] = ['\u2068', '\u2069']
const VERBATIM = /\u2068([^\u2069]*)\u2069/

/**
 * A code, a number or a name. A browser that translates pages leaves it as it is, because people compare it and read it
 * out. Its writing direction stays inside.
 */
export function Verbatim({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <bdi translate="no" className={className}>
      {children}
    </bdi>
  )
}

/** The same for a value inside a sentence that {@link Rich} shows. */
export function verbatim(text: string): string {
  return `${OPEN}${text}${CLOSE}`
}

/** A text; the part between ** and ** is emphasised, and what `verbatim` marks stands as it is. */
export function Rich({ text }: { text: string }) {
  return text
    .split('**')
    .map((part, index) =>
      index % 2 ? (
        <strong key={index}>{shown(part)}</strong>
      ) : (
        <Fragment key={index}>{shown(part)}</Fragment>
      ),
    )
}

function shown(text: string): ReactNode {
  return text
    .split(VERBATIM)
    .map((part, index) => (index % 2 ? <Verbatim key={index}>{part}</Verbatim> : part))
}
