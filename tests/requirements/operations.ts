import type { Chapter } from './requirement'

export const TRAIL: Chapter = {
  letter: 'I',
  title: 'Audit log and log',
  rows: [
    {
      id: 'I1',
      what: 'Who did what to whom, when and with what outcome: sign-ins, refusals, reading of others’ data, removals, states, roles',
      sources: [
        'V16.1.1 (L2)',
        'V16.2.1 (L2)',
        'V16.2.2 (L2)',
        'V16.3.1 (L2)',
        'V16.3.2 (L2)',
        'V16.3.3 (L2)',
      ],
      check: 'test',
    },
    {
      id: 'I2',
      what: 'Entries can be added and nothing else',
      sources: ['V16.4.2 (L2)', 'V13.2.2 (L2)'],
      check: 'test',
      gap: 'The portal’s database account owns its tables, and so the triggers that refuse; a change past them is what I3 finds.',
    },
    {
      id: 'I3',
      what: 'A chain under a key, with signed checkpoints and an anchor outside: every edit, cut and insertion is found and located',
      sources: ['V16.4.2 (L2)', 'V16.4.3 (L2)'],
      check: 'test',
    },
    {
      id: 'I4',
      what: 'What is done and that it was done are one transaction; a removal has its intent before and its outcome after',
      sources: ['V2.3.3 (L2)', 'V16.5.3 (L2)'],
      check: 'test',
    },
    {
      id: 'I5',
      what: 'A line of the log is one JSON object, whatever is in it',
      sources: ['V16.2.4 (L2)', 'V16.4.1 (L2)', 'V16.2.3 (L2)'],
      check: 'test',
    },
  ],
}

export const AVAILABILITY: Chapter = {
  letter: 'J',
  title: 'Errors and availability',
  rows: [
    {
      id: 'J1',
      what: 'People read what happened in general words; details are in the log alone',
      sources: ['V16.5.1 (L2)', 'V13.4.2 (L2)', 'V13.4.6 (L3)'],
      check: 'test',
    },
    {
      id: 'J2',
      what: 'What fails in the background ends nothing else, and nothing fails unheard',
      sources: ['V16.5.4 (L3)', 'V16.3.4 (L2)'],
      check: 'test',
    },
    {
      id: 'J3',
      what: 'Without sign-ins, roles, limits or the audit log nothing is done that needs them',
      sources: ['V16.5.3 (L2)', 'V16.5.2 (L2)'],
      check: 'test',
    },
    {
      id: 'J4',
      what: 'Every dependency has a deadline, a rule for repeating, and a number of calls at once',
      sources: [
        'V13.1.1 (L2)',
        'V13.1.2 (L3)',
        'V13.1.3 (L3)',
        'V13.2.6 (L3)',
        'V15.1.3 (L2)',
        'V15.4.4 (L3)',
      ],
      check: 'test',
    },
    {
      id: 'J5',
      what: 'An account per dependency, with the least rights; keys are changed without a restart',
      sources: ['V13.2.1 (L2)', 'V13.2.2 (L2)'],
      check: 'test',
      gap: 'The key of the service changes without a restart; the passwords of database and mail server are read at the start, so they take a rolling restart with both valid meanwhile.',
    },
    {
      id: 'J6',
      what: 'No debug pages, source maps, listings or optimiser of images',
      sources: ['V13.4.1 (L1)', 'V13.4.3 (L2)', 'V13.4.5 (L2)', 'V13.4.7 (L3)', 'V15.2.3 (L2)'],
      check: 'test',
    },
  ],
}

export const SUPPLY: Chapter = {
  letter: 'K',
  title: 'Supply chain',
  rows: [
    {
      id: 'K1',
      what: 'No package below the version that mends what is known of it; how soon one is taken is written down',
      sources: ['V15.1.1 (L1)', 'V15.2.1 (L1)'],
      check: 'test',
    },
    {
      id: 'K2',
      what: 'A bill of materials per release; packages that carry a risk are named',
      sources: ['V15.1.2 (L2)', 'V15.1.4 (L3)', 'V15.1.5 (L3)'],
      check: 'test',
    },
    {
      id: 'K3',
      what: 'What is installed is what the lock file says, by hash, from one source, without running scripts',
      sources: ['V15.2.4 (L3)'],
      check: 'test',
      gap: 'Optional binaries of systems on which the lock file was not made have no hash yet ([decision 12](../decisions/0012-lock-file.md)).',
    },
    {
      id: 'K4',
      what: 'The container: no root, nothing writable but the data, no tools, no way out but to its four partners',
      sources: ['V15.2.5 (L3)', 'V13.2.4 (L2)'],
      check: 'test',
      gap: 'The Dockerfile is read, and what it copies is run, but no image is built here. The way out is the operator’s network policy.',
    },
  ],
}
