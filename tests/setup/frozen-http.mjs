// Loaded before a portal (`node --import`), to show that it changes nothing of Node's HTTP: the module can't be changed,
// and a change of its classes is written to the standard output at the end.
import http from 'node:http'

const CLASSES = ['Server', 'IncomingMessage', 'ServerResponse', 'OutgoingMessage']

/** Every method of the classes, by name. */
const methods = () =>
  CLASSES.flatMap((name) =>
    Object.entries(Object.getOwnPropertyDescriptors(http[name].prototype)).map(([key, own]) => [
      `${name}.${key}`,
      own.value ?? own.get,
    ]),
  )

Object.freeze(http)
const before = new Map(methods())
process.on('exit', () => {
  const changed = methods().filter(([name, method]) => before.get(name) !== method)
  console.log(`changed in node:http: ${changed.map(([name]) => name).join(' ') || 'nothing'}`)
})
