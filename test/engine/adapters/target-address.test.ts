import { describe, expect, it } from 'vitest';
import { parseTargetUrl, resolveAddresses } from '../../../src/engine/adapters/target-address.ts';

describe('a target URL', () => {
  it.each([
    ['http://host', false, 'host', 80, 'host', ''],
    ['http://host:80/', false, 'host', 80, 'host', ''],
    ['http://host:8080/api/', false, 'host', 8080, 'host:8080', '/api'],
    ['https://host/a/b//', true, 'host', 443, 'host', '/a/b'],
    ['https://host:8443', true, 'host', 8443, 'host:8443', ''],
    ['http://[::1]:8080', false, '::1', 8080, '[::1]:8080', ''],
    ['http://[::1]', false, '::1', 80, '[::1]', ''],
    ['http://127.0.0.1:1', false, '127.0.0.1', 1, '127.0.0.1:1', ''],
  ])('%s', (url, secure, hostname, port, hostHeader, basePath) => {
    expect(parseTargetUrl(url)).toEqual({ secure, hostname, port, hostHeader, basePath });
  });

  it.each([
    ['host:8080', /http or https/u],
    ['', /not a URL/u],
    ['ws://host', /http or https/u],
    ['http://user@host', /user name or password/u],
    ['http://host/?a=b', /a query/u],
    ['http://host/#a', /fragment/u],
  ])('%s is refused', (url, message) => {
    expect(() => parseTargetUrl(url)).toThrow(message);
  });

  it('that holds a password never shows it', () => {
    expect(() => parseTargetUrl('http://u:hunter2@host')).toThrow(/^(?!.*hunter2)/u);
  });

  it('of an IP address needs no look-up, and an unknown name stays a name', async () => {
    expect(await resolveAddresses(parseTargetUrl('http://[::1]:8080'))).toEqual(['::1']);
    expect(await resolveAddresses(parseTargetUrl('http://nowhere.invalid'))).toEqual(['nowhere.invalid']);
  });
});
