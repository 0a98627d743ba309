// One look for links and buttons that are pressed.

const shape =
  'inline-flex min-h-11 items-center justify-center rounded-button px-4.5 py-2 text-body font-semibold text-center cursor-pointer'

export const buttons = {
  primary: `${shape} bg-accent text-on-accent hover:opacity-90`,
  secondary: `${shape} border border-line bg-surface text-ink hover:bg-paper disabled:text-soft`,
  danger: `${shape} bg-danger text-on-danger hover:opacity-90 disabled:opacity-60 disabled:cursor-progress`,
  quietDanger:
    'inline-flex min-h-11 items-center justify-center rounded-button px-3 text-small font-semibold text-danger hover:bg-danger-soft aria-disabled:cursor-default aria-disabled:text-soft',
  small:
    'inline-flex min-h-11 items-center rounded-button border border-line bg-surface px-3.5 text-small font-semibold hover:bg-paper cursor-pointer',
} as const
