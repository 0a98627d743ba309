import { describe, expect, test } from 'vitest'
import { addressIn, networkOf, unknownCaller } from '@/lib/web/client-address'
import { useEnvironment } from '../builders/environment'

useEnvironment()

describe('what is no address, or nobody’s to believe, is none', () => {
  for (const [header, trusted] of [
    [null, 1],
    ['', 1],
    [' , ', 1],
    ['203.0.113.7,', 1],
    ['unknown', 1],
    ['203.0.113.7, _hidden', 1],
    ['203.0.113', 1],
    ['203.0.113.7:x', 1],
    ['2001:db8::1::2', 1],
    ['203.0.113.7', 2],
    ['203.0.113.7', 0],
    ['203.0.113.7, 203.0.113.8', 0],
    ['203.0.113.7, 203.0.113.8', 3],
  ] as const)
    test(`${header} behind ${trusted} @D12 @F2`, () => {
      expect(addressIn(header, trusted)).toBeNull()
    })
})

test('a caller can’t choose the address: only what the trusted proxies appended counts @D12 @F2', () => {
  const real = '198.51.100.4'
  for (const said of ['', '203.0.113.7, ', '203.0.113.7, 203.0.113.8, ', 'x, , ']) {
    expect(addressIn(`${said}${real}`, 1)).toBe(real)
    expect(addressIn(`${said}${real}, 10.0.0.1`, 2)).toBe(real)
    expect(addressIn(`${said}${real}, 10.0.0.2, 10.0.0.1`, 3)).toBe(real)
  }
})

test('the port that some proxies write makes no other address of it @D12 @F2', () => {
  for (const header of ['198.51.100.4:1', '198.51.100.4:65535', ' 198.51.100.4 '])
    expect(addressIn(header, 1)).toBe('198.51.100.4')
  for (const header of ['2001:db8::7', '[2001:db8::7]', '[2001:db8::7]:443'])
    expect(addressIn(header, 1)).toBe('2001:db8:0:0::/64')
})

test('all of one IPv6 network counts as one, a wrapped IPv4 address as itself @D12 @F2', () => {
  const network = '2001:db8:1:2::/64'
  for (const header of [
    '2001:db8:1:2::',
    '2001:DB8:1:2::1',
    '2001:0db8:0001:0002:ffff:ffff:ffff:ffff',
    '2001:db8:1:2:3::7',
    '2001:db8:1:2:0:0:198.51.100.4',
  ])
    expect(addressIn(header, 1), header).toBe(network)
  expect(addressIn('2001:db8:1:3::1', 1)).not.toBe(network)
  expect(addressIn('::1', 1)).toBe('0:0:0:0::/64')
  expect(addressIn('1::', 1)).toBe('1:0:0:0::/64')
  expect(addressIn('fe80::1%eth0', 1)).toBe('fe80:0:0:0::/64')
  for (const header of ['::ffff:198.51.100.4', '::FFFF:c633:6404', '[::ffff:198.51.100.4]:443'])
    expect(addressIn(header, 1), header).toBe('198.51.100.4')
})

test('the network of an address is what one holder has at least, in one form @D12 @F2', () => {
  const networkIn = (header: string) => networkOf(addressIn(header, 1) ?? '')
  for (const header of ['198.51.100.4', '198.51.100.250:443', '::ffff:198.51.100.9'])
    expect(networkIn(header)).toBe('198.51.100.0/24')
  for (const header of ['2001:db8:1:2::7', '2001:0DB8:0001:ffff::', '[2001:db8:1::]:443'])
    expect(networkIn(header)).toBe('2001:db8:1::/48')
  expect(networkIn('198.51.101.4')).not.toBe('198.51.100.0/24')
  expect(networkIn('2001:db8:2:2::7')).not.toBe('2001:db8:1::/48')
})

test('callers without an address share a limit of their own, and nobody is counted under nothing @D12 @F2', () => {
  const from = (header: string) =>
    new Request('http://localhost:3000/', { headers: { 'X-Forwarded-For': header } })
  expect(unknownCaller(from('198.51.100.4'), 'calls')).toEqual([
    'unknown-callers',
    'calls/198.51.100.4',
  ])
  for (const request of [from(''), from('unknown'), new Request('http://localhost:3000/')]) {
    expect(unknownCaller(request, 'calls')).toEqual(['callers-without-address', 'calls'])
    expect(unknownCaller(request, 'tokens')).toEqual(['callers-without-address', 'tokens'])
  }
})
