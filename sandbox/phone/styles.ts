export const styles = `
:root { --accent-soft: light-dark(#e3f0ef, #163236); --ok: light-dark(#1d6b45, #7fd0a4);
  --ok-soft: light-dark(#e6f3ec, #16302a); }
body { padding: 0; }
header { padding: .75rem 1rem; background: var(--surface); border-bottom: 1px solid var(--line); }
header div { display: flex; align-items: center; gap: .625rem; max-width: 26rem; margin: 0 auto; }
header svg { flex: none; width: 1.75rem; height: 1.75rem; color: var(--accent); }
header strong { flex: 1; line-height: 1.2; }
.pill { padding: .125rem .625rem; border-radius: 99px; background: var(--accent-soft);
  color: var(--accent); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
main { max-width: 28rem; padding: 1.5rem 1rem 3rem; }
main > h1 { margin-bottom: .75rem; }
main > p { margin-bottom: 1.25rem; }
section, .notice { margin: 0 0 1rem; padding: 1.25rem 1rem; border: 1px solid var(--line);
  border-radius: 14px; background: var(--surface); }
h2 { margin: 0 0 .375rem; font-size: 1.125rem; line-height: 1.3; }
section p { margin: 0 0 1rem; }
section > :last-child, section form:last-child, .notice p { margin-bottom: 0; }
section form { margin: 0 0 .75rem; }
section button { width: 100%; }
.notice { border-color: transparent; padding: .875rem 1rem; }
.notice p { color: inherit; }
.notice.good { background: var(--ok-soft); color: var(--ok); }
.notice.bad { background: var(--danger-soft); color: var(--danger); }
.face { display: block; width: 7.5rem; height: 9rem; margin: .25rem auto 1.25rem;
  color: var(--accent); }
.face ellipse { fill: var(--accent-soft); }
.choices { display: grid; grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr));
  gap: .5rem; margin-top: .5rem; }
.choices button { padding-inline: .5rem; color: var(--ink); font-weight: 500; line-height: 1.25; }
select { width: 100%; min-height: 2.75rem; margin: 0 0 .25rem; font: inherit; }
h3 { margin: 1.25rem 0 0; color: var(--soft); font-size: .9375rem; font-weight: 600; }
.fingerprint { margin: 0 0 1rem; padding: .75rem; border-radius: 11px; background: var(--paper);
  color: var(--ink); font: 600 1.375rem/1.3 ui-monospace, monospace; letter-spacing: .06em;
  text-align: center; }
.fingerprint span { display: block; color: var(--soft); font: .8125rem/1.4 system-ui, sans-serif;
  letter-spacing: 0; }
.who { display: flex; align-items: center; justify-content: space-between; gap: .75rem; margin: 0 0 1rem; color: var(--soft); }
.who button { min-height: 2.5rem; padding: .25rem 0; border: 0; background: none;
  white-space: nowrap; }
.who form { margin: 0; }
fieldset { margin: 0 0 1rem; padding: 0; border: 0; }
fieldset label { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .625rem; margin: 0;
  padding: .625rem 0; font-weight: 500; }
fieldset label + label { border-top: 1px solid var(--line); }
fieldset input { flex: none; width: 1.25rem; min-height: 1.25rem; accent-color: var(--accent); }
fieldset code { margin-inline-start: auto; font: .9375rem ui-monospace, monospace;
  color: var(--soft); }
.field { flex-direction: column; gap: .75rem; }
.field input { flex: none; width: 100%; font: 1.125rem ui-monospace, monospace; letter-spacing: .04em; }
.quiet { color: var(--danger); border-color: transparent; background: none; font-weight: 500; }
footer { max-width: 28rem; margin: -2rem auto 0; padding: 0 1rem 2rem; color: var(--soft);
  font-size: .875rem; }
footer a { color: var(--accent); }
`
