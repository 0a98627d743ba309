import fc from 'fast-check'

// What somebody may send who doesn't use our pages: values of every kind that the framework carries, and fields of forms
// with the right names and the wrong content.

const NASTY = [
  '',
  ' ',
  '\0',
  '../..',
  '%2e%2e%2f',
  '__proto__',
  'constructor',
  "' OR '1'='1",
  '"; DROP TABLE sessions; --',
  '<script>alert(1)</script>',
  '{{7*7}}${7*7}',
  '\r\nSet-Cookie: a=1',
  '\u202Egnp.exe',
  '\uD800',
  '//evil.example',
  '$@1',
  '$undefined',
  '$F1',
  '-1',
  '1e400',
  'NaN',
  '9'.repeat(400),
  'A'.repeat(20_000),
  'ＡＢＣ',
  'İ',
]

/** Every name that a form of the portal has, and some that none has. */
const FIELDS = [
  ...['device', 'nickname', 'reason', 'number', 'receipt', 'cleanUp', 'start', 'identity', 'from'],
  ...['previous', 'person', 'ticket', 'verified', 'by', 'text', 'decision', 'theme', 'return'],
  ...['confirmed', 'session', 'admin', 'userId', 'roles', '__proto__', 'constructor', 'then', ''],
]

const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom('f'.repeat(32), 'f'.repeat(31), 'AB'.repeat(32), '2'.repeat(14)),
)

const file = text.map((name) => new File([name], `${name.slice(0, 40)}.txt`, { type: 'text/html' }))

const form = fc
  .array(fc.tuple(fc.constantFrom(...FIELDS), fc.oneof({ weight: 6, arbitrary: text }, file)), {
    maxLength: 12,
  })
  .map((fields) => {
    const made = new FormData()
    for (const [name, value] of fields) made.append(name, value)
    return made
  })

const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom(null, undefined, Infinity, -0),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array({ maxLength: 64 }),
)

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    form,
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .dictionary(fc.constantFrom(...FIELDS), tie('value'), { maxKeys: 5, noNullPrototype: true })
      .map(
        // The framework leaves it out, and says so aloud; HOSTILE_BODIES has it.
        ({ ['__proto__']: _, ...fields }) => fields,
      ),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => new Set(values)),
    tie('value').map((inner) => Promise.resolve(inner)),
  ),
}))

/** The arguments of a call: as many as an action might take, of the kinds that it might be said to take. */
export const hostileArguments = fc.oneof(
  { weight: 3, arbitrary: form.map((fields): unknown[] => [null, fields]) },
  { weight: 2, arbitrary: form.map((fields): unknown[] => [fields]) },
  { weight: 3, arbitrary: fc.array(value, { maxLength: 4 }) },
)

const deep = (open: string, close: string, depth: number) =>
  open.repeat(depth) + close.repeat(depth)

/** Bodies that are no arguments at all, with the type they come as. */
export const HOSTILE_BODIES: Readonly<Record<string, string>> = {
  nothing: '',
  'no JSON': '[{',
  'a number': '1',
  'a thousand arrays in each other': deep('[', ']', 1_000),
  'a hundred thousand arrays in each other': deep('[', ']', 100_000),
  'objects in each other': `[${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}]`,
  itself: '["$@0"]',
  'a part that isn’t there': '["$K1"]',
  'a thing of the server': '["$F1"]',
  'a huge number': `["$n${'9'.repeat(200_000)}"]`,
  'no date': '["$Dnever"]',
  'a set of nothing': '["$W9"]',
  'a prototype': '[{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}]',
  'a way into the inside': '["$1:__proto__:constructor:constructor"]',
  'a then': '[{"then":"$1:then","status":"resolved_model","value":"{}"}]',
  'a million places': `[${'0,'.repeat(400_000)}0]`,
}
