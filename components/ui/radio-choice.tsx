'use client'

/** Radio buttons; each line can be pressed anywhere. */
export function RadioChoice<Value extends string>({
  legend,
  name,
  values,
  chosen,
  labelOf,
}: {
  legend: string
  name: string
  values: readonly Value[]
  /** The initial choice. */
  chosen: Value | undefined
  labelOf: (value: Value) => string
}) {
  return (
    <fieldset>
      <legend className="mb-2 font-bold">{legend}</legend>
      <div className="flex flex-col gap-2">
        {values.map((value) => (
          <label
            key={value}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-button border border-line px-3.5 py-2 hover:bg-paper has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={name}
              value={value}
              required
              defaultChecked={chosen === value}
              className="size-4.5 shrink-0 accent-accent"
            />
            {labelOf(value)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
