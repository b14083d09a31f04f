import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { gateAnnotations } from './annotations.ts'
import type { Check, GateReport } from './check.ts'
import { gateJunit } from './junit.ts'
import { gateSummary } from './summary.ts'
import { gateText } from './text.ts'

const passed: Check = { suite: 'ledger', name: 'host-arch', status: 'passed', text: 'rules 17: as before' }
const worse: Check = { ...passed, status: 'regressed', text: 'rules 17 → 18', hint: 'accept it' }
const open: Check = { ...passed, suite: 'time', status: 'unknown', text: 'incomparable' }
const report: GateReport = { title: 'this build against base.json', notes: [], checks: [passed, worse, open] }

function hostile(text: string): GateReport {
  const check = { suite: text, name: text, text, hint: text }
  return {
    title: text,
    notes: [text],
    checks: [
      { ...check, status: 'passed' },
      { ...check, status: 'regressed' },
      { ...check, status: 'unknown' },
    ],
  }
}

const names = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\n::error::x',
    ']]></failure>',
    '"><script>alert(1)</script>',
    '| a | b |\n\n# x',
    '\r::stop-commands::t',
    '%0A::error::x',
    '![x](http://x.example)',
    '@everyone <!--',
    '\u001b[2J\u0000\ufffe\ud800',
  ),
)

describe('the text of a gate', () => {
  it('shows what did not pass and ends with the answer', () => {
    const lines = gateText(report).trimEnd().split('\n')
    assert.deepEqual(lines, [
      'this build against base.json',
      '✗ ledger: host-arch: rules 17 → 18 → accept it',
      '? time: host-arch: incomparable',
      'gate: regressed (1 regressed, 1 cannot tell, 1 passed)',
    ])
  })

  it('keeps any name on its line, and steers no terminal', () => {
    fc.assert(
      fc.property(names, name => {
        const text = gateText(hostile(name))
        assert.equal(text.split('\n').length - 1, 6)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        assert.doesNotMatch(text.replaceAll('\n', ''), /[\u0000-\u001f\u007f]/)
      }),
    )
  })
})

describe('GitHub annotations', () => {
  it('are an error for what regressed, a warning for what is not known, a notice for the answer', () => {
    assert.deepEqual(gateAnnotations(report).trimEnd().split('\n'), [
      '::error title=ledger%3A regressed::host-arch: rules 17 → 18 (accept it)',
      '::warning title=time%3A cannot tell::host-arch: incomparable',
      '::notice title=gate::regressed (1 regressed, 1 cannot tell, 1 passed): this build against base.json',
    ])
  })

  it('let no name begin a command or a property of its own', () => {
    fc.assert(
      fc.property(names, name => {
        const lines = gateAnnotations(hostile(name)).split('\n').slice(0, -1)
        assert.equal(lines.length, 3)
        for (const line of lines) assert.match(line, /^::(error|warning|notice) title=[^:,\r]*::[^\r]*$/s)
      }),
    )
  })

  it('are at most ten of a kind', () => {
    const many = { ...report, checks: Array.from({ length: 30 }, () => worse) }
    assert.equal(gateAnnotations(many).match(/^::error /gm)!.length, 10)
  })
})

describe('JUnit XML', () => {
  it('has a failure for what regressed and an error, never a skip, for what is not known', () => {
    const xml = gateJunit(report)
    assert.match(xml, /<testsuites name="[^"]*" tests="3" failures="1" errors="1" skipped="0">/)
    assert.match(xml, /<testsuite name="ledger" tests="2" failures="1" errors="0" skipped="0">/)
    assert.match(xml, /<failure type="regressed" message="rules 17 → 18">accept it<\/failure>/)
    assert.match(xml, /<error type="cannot tell" message="incomparable"><\/error>/)
  })

  it('stays well formed whatever the names', () => {
    fc.assert(fc.property(names, name => assert.deepEqual(xmlFaults(gateJunit(hostile(name))), [])))
  })

  for (const wrong of ['<a><b></a></b>', '<a x="<"></a>', '<a>&</a>', '<a>\u0000</a>', '<a>']) {
    it(`(its checker notices ${JSON.stringify(wrong)})`, () => assert.notDeepEqual(xmlFaults(wrong), []))
  }
})

/** Tags nested and closed, attributes quoted, references known, no character that XML 1.0 forbids. */
function xmlFaults(xml: string): string[] {
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(xml))
    return ['forbidden character']
  const open: string[] = []
  const reference = '&(?:amp|lt|gt|quot|#\\d+);'
  const text = `(?:[^<>&]|${reference})*`
  const value = `"(?:[^<>&"]|${reference})*"`
  const token = new RegExp(`<\\?xml [^?]*\\?>|<(/?)([a-z-]+)((?: [a-z]+=${value})*)>|${text}`, 'uy')
  const body = xml
  while (token.lastIndex < body.length) {
    const at = token.lastIndex
    const match = token.exec(body)
    if (match === null || match[0] === '') return [`at ${at}: ${body.slice(at, at + 40)}`]
    const [, slash, name] = match
    if (name === undefined) continue
    if (slash === '') open.push(name)
    else if (open.pop() !== name) return [`${name} closed out of order`]
  }
  return open
}

describe('the summary', () => {
  it('says the answer first, and what did not pass before everything', () => {
    const text = gateSummary(report)
    assert.match(text, /^### Gate: regressed\n/)
    assert.ok(text.indexOf('cannot tell |') < text.indexOf('<details>'))
    assert.ok(text.indexOf('passed |') > text.indexOf('<details>'))
  })

  it('lets no name be markup: no tag, no link, no mention, no row of its own', () => {
    const lines = gateSummary(hostile('x')).split('\n').length
    fc.assert(
      fc.property(names, name => {
        const text = gateSummary(hostile(name))
        assert.equal(text.split('\n').length, lines)
        const own = text.replace(/<\/?(details|summary)>/g, '')
        assert.doesNotMatch(own, /<|>|\[|\]|@|!|`|\\/)
        for (const line of own.split('\n').filter(row => row.startsWith('|'))) {
          assert.equal(line.split('|').length, 5, line)
        }
      }),
    )
  })
})
